package org.cotgateway.event;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to know of an event to say who gets it and when: read in one pass, without the rest of the detail.
 * Immutable.
 *
 * @param uid the event's uid
 * @param type its type
 * @param how how the position was come by
 * @param timeMs when it was made, in milliseconds since 1970
 * @param startMs from when it holds, same unit
 * @param staleMs until when it holds, same unit
 * @param lat degrees north
 * @param lon degrees east
 * @param callsign {@code contact@callsign} of the detail, or null
 * @param endpoint {@code contact@endpoint} of the detail: there in what a device says of itself; or null
 * @param dests whom {@code marti} names; empty for everybody that the sender's groups allow
 * @param hasMarti whether there is a {@code marti} to be taken off, even an empty one
 * @param flowTags the servers that the event has passed
 * @param hasFile whether it carries a {@code fileshare}
 * @param linkUid {@code link@uid} of the first link directly in the detail, or null
 */
public record EventSummary(
        String uid,
        String type,
        String how,
        long timeMs,
        long startMs,
        long staleMs,
        double lat,
        double lon,
        @Nullable String callsign,
        @Nullable String endpoint,
        List<Dest> dests,
        boolean hasMarti,
        List<String> flowTags,
        boolean hasFile,
        @Nullable String linkUid) {

    /** The type of what says that somebody has left, or that an item is to be deleted. */
    public static final String DELETE_TYPE = "t-x-d-d";

    public EventSummary {
        dests = List.copyOf(dests);
        flowTags = List.copyOf(flowTags);
    }

    /** The summary of a whole event. */
    public static EventSummary of(CotEvent event) {
        CotDetail detail = event.detail();
        Optional<Contact> contact = detail.element(Contact.NAME, Contact::from);
        Optional<Marti> marti = detail.element(Marti.NAME, Marti::from);
        return new EventSummary(
                event.uid(),
                event.type(),
                event.how(),
                event.timeMs(),
                event.startMs(),
                event.staleMs(),
                event.point().lat(),
                event.point().lon(),
                contact.map(Contact::callsign).orElse(null),
                contact.map(Contact::endpoint).orElse(null),
                marti.map(Marti::dests).orElse(List.of()),
                marti.isPresent(),
                detail.element(FlowTags.NAME, FlowTags::from)
                        .map(FlowTags::servers)
                        .orElse(List.of()),
                detail.element(FileShare.NAME).isPresent(),
                detail.element(Link.NAME).map(link -> link.attribute("uid")).orElse(null));
    }

    /** The uid of the thing that the event is about: for a delete, of what is deleted. */
    public String subjectUid() {
        return type.equals(DELETE_TYPE) && linkUid != null ? linkUid : uid;
    }
}
