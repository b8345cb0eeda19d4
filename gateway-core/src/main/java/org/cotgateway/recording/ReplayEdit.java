package org.cotgateway.recording;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.FlowTags;
import org.cotgateway.event.Link;

/**
 * What is changed in an event that is played again. Which servers it passed when it was recorded ({@code _flow-tags_}) is
 * left out always: those would take it for one that goes in a circle, and drop it. Safe on any thread.
 *
 * @param newTimes whether it is made now: {@code time} becomes the moment of sending, {@code start} and {@code stale} keep
 *     their distance from it, so that events of one uid stay in their order at any speed
 * @param uidPrefix goes before the event's uid and before the uids of its links; empty for none
 */
public record ReplayEdit(boolean newTimes, String uidPrefix) {

    /** Whether the event stays as it is. */
    public boolean leaves(CotEvent event) {
        return !newTimes
                && uidPrefix.isEmpty()
                && event.detail().element(FlowTags.NAME).isEmpty();
    }

    /**
     * The event to be sent.
     *
     * @param nowMs the moment of sending, in milliseconds since 1970
     */
    public CotEvent apply(CotEvent event, long nowMs) {
        CotDetail detail = event.detail().without(FlowTags.NAME);
        CotEvent.Builder edited = event.toBuilder().detail(detail);
        if (newTimes) {
            long shiftMs = nowMs - event.timeMs();
            edited.time(Instant.ofEpochMilli(nowMs))
                    .start(Instant.ofEpochMilli(event.startMs() + shiftMs))
                    .stale(Instant.ofEpochMilli(event.staleMs() + shiftMs));
        }
        if (!uidPrefix.isEmpty()) {
            edited.uid(uidPrefix + event.uid()).detail(prefixed(detail));
        }
        return edited.build();
    }

    private CotDetail prefixed(CotDetail detail) {
        List<CotNode> nodes = new ArrayList<>(detail.nodes().size());
        for (CotNode node : detail.nodes()) {
            boolean link = node instanceof CotElement element && element.name().equals(Link.NAME);
            nodes.add(link ? prefixed((CotElement) node) : node);
        }
        return new CotDetail(nodes);
    }

    private CotElement prefixed(CotElement link) {
        List<CotAttribute> attributes = new ArrayList<>(link.attributes());
        attributes.replaceAll(attribute -> attribute.name().equals("uid")
                ? new CotAttribute(attribute.name(), uidPrefix + attribute.value())
                : attribute);
        return new CotElement(link.name(), attributes, link.children());
    }
}
