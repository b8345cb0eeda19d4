package org.cotgateway.hub;

import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.hub.Slices.Progress;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.Router;

/**
 * Shows one newcomer who is there, as fast as it takes that and no faster: what it has not taken waits in nobody's memory
 * but for one slice. What contacts say meanwhile it gets like everybody else. Loop-only.
 */
final class Showing {

    /** Each slot that is looked at may be an event that is offered, which takes a microsecond or two. */
    private static final int CONTACTS_A_PASS = 128;

    private static final int MAX_WAITING = 2 * CONTACTS_A_PASS;
    private static final long MAX_WAITING_BYTES = 1024 * 1024;

    private final Receiver newcomer;
    private final LatestContacts<Receiver, EventImage> latest;
    private final Router<Receiver, ?> router;
    private int slot;

    Showing(Receiver newcomer, LatestContacts<Receiver, EventImage> latest, Router<Receiver, ?> router) {
        this.newcomer = newcomer;
        this.latest = latest;
        this.router = router;
    }

    /** Begins anew, since it may see others now. */
    void restart() {
        slot = 0;
    }

    Progress step(long nowMs) {
        ReceiverStatus.Queue queue = newcomer.status().queue();
        if (queue.events() >= MAX_WAITING || queue.bytes() >= MAX_WAITING_BYTES) {
            return Progress.WAITS;
        }
        slot = latest.replay(
                newcomer,
                slot,
                CONTACTS_A_PASS,
                router,
                nowMs,
                image -> newcomer.offer(Fanout.outbound(image, newcomer)));
        return slot < latest.slots() ? Progress.MORE : Progress.DONE;
    }
}
