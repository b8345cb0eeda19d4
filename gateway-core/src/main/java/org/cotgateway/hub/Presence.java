package org.cotgateway.hub;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.Router;

/**
 * What contacts last said of themselves: kept within bounds of memory, shown to newcomers, and told of when they leave.
 * Loop-only, apart from the constructor.
 */
final class Presence {

    /** Of what a contact says of itself; a larger one is reached, but not shown to newcomers. */
    private static final int MAX_CONTACT_BYTES = 16 * 1024;

    /** Of all contacts together: they stay until they are stale, so nobody may fill the memory with them. */
    private static final long MAX_CONTACTS_BYTES = 64L * 1024 * 1024;

    private final Router<Receiver, FanoutAudience> router;
    private final LatestContacts<Receiver, EventImage> latest;
    private final Departures departures;
    private final Slices slices;
    private final Counters counters;
    private final InstantSource clock;
    /** Those that have not been shown everybody yet. */
    private final Map<Receiver, Showing> showings = new HashMap<>();

    private long contactBytes;

    /** @param maxContacts as in {@link HubSettings} */
    Presence(
            Members members,
            Router<Receiver, FanoutAudience> router,
            int maxContacts,
            LatestEvents latestEvents,
            EventImages images,
            Slices slices,
            Counters counters,
            InstantSource clock) {
        this.router = router;
        this.latest = new LatestContacts<>(maxContacts, this::forget);
        this.departures = new Departures(members, router, latest, latestEvents, images, clock, slices);
        this.slices = slices;
        this.counters = counters;
        this.clock = clock;
    }

    /** A contact speaks of itself; the event stays the caller's. */
    void seen(EventImage image, Receiver from, GroupSet groups) {
        if (image.sizeBytes() > MAX_CONTACT_BYTES || contactBytes + image.sizeBytes() > MAX_CONTACTS_BYTES) {
            counters.increment(Counter.CONTACTS_NOT_KEPT);
            return;
        }
        contactBytes += image.sizeBytes();
        EventSummary summary = image.summary();
        LatestContacts.Outcome outcome = latest.remember(summary, image.retain(), from, groups, clock.millis());
        if (outcome == LatestContacts.Outcome.KEPT) {
            image.compact();
        } else {
            forget(image);
        }
    }

    /** Whether a contact was last heard through a client. */
    boolean isClients(String uid) {
        LatestContacts.Heard<Receiver> heard = latest.heard(uid);
        return heard != null && Receivers.isClient(heard.via());
    }

    /** A contact that was seen through a receiver has left, as that one says. */
    void gone(Receiver via, String uid) {
        latest.gone(via, uid);
    }

    /** Begins to show a newcomer who is there: the first of them at once, before they speak again and are heard twice. */
    void showTo(Receiver newcomer) {
        Showing showing = new Showing(newcomer, latest, router);
        showings.put(newcomer, showing);
        slices.begin(() -> showOn(newcomer, showing));
    }

    /** Begins anew with one who may see others now; there may be many of these at once. */
    void showAnew(Receiver receiver) {
        Showing underWay = showings.get(receiver);
        if (underWay != null) {
            underWay.restart();
            return;
        }
        Showing showing = new Showing(receiver, latest, router);
        showings.put(receiver, showing);
        slices.beginInTurn(() -> showOn(receiver, showing));
    }

    private Slices.Progress showOn(Receiver receiver, Showing showing) {
        if (showings.get(receiver) != showing) {
            return Slices.Progress.DONE;
        }
        Slices.Progress progress = showing.step(clock.millis());
        if (progress == Slices.Progress.DONE) {
            showings.remove(receiver);
        }
        return progress;
    }

    /** Shows a receiver that has left the router nobody any more, and begins to tell the others who left with it. */
    void left(Receiver receiver, GroupSet groups) {
        showings.remove(receiver);
        departures.begin(receiver, groups);
    }

    /** One publishes to other groups than before: those who do not get that any more are told that its contacts have left. */
    void withdraw(Receiver receiver, GroupSet before) {
        departures.withdraw(receiver, before);
    }

    /** One has come that may be another one back, or bring back who left with that. */
    void arrived(Receiver receiver) {
        departures.arrived(receiver);
    }

    /** One has taken the place of another that has left. */
    void replaced(Receiver before, Receiver anew) {
        departures.replaced(before, anew);
    }

    /** How many contacts are known. */
    int contacts() {
        return latest.size();
    }

    /** Forgets what is stale among the next of the contacts; after so many calls all have been looked at. */
    void expire(int parts, int leastPart) {
        latest.sweep(Math.max(leastPart, latest.slots() / parts), clock.millis());
    }

    void close() {
        latest.clear();
    }

    private void forget(EventImage contact) {
        contactBytes -= contact.sizeBytes();
        contact.release();
    }
}
