package org.cotgateway.hub;

import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.hub.Slices.Progress;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.LatestContacts.Heard;
import org.cotgateway.route.Router;

/**
 * Shows one newcomer who is there, as fast as it takes that and no faster: what it has not taken waits in nobody's memory
 * but for one slice. What contacts say meanwhile it gets like everybody else. One whose groups have changed is shown the same,
 * and told that those have left whom it sees no more. Loop-only.
 */
final class Showing {

    /** Each slot that is looked at may be an event that is offered, which takes a microsecond or two. */
    private static final int CONTACTS_A_PASS = 128;

    private static final int MAX_WAITING = 2 * CONTACTS_A_PASS;
    private static final long MAX_WAITING_BYTES = 1024 * 1024;

    private final Receiver newcomer;
    private final LatestContacts<Receiver, EventImage> latest;
    private final Router<Receiver, ?> router;
    private final LostSight lostSight;
    private GroupSet lost;
    private int slot;

    /** @param lost groups of which it got what is published to them until now */
    Showing(
            Receiver newcomer,
            GroupSet lost,
            LatestContacts<Receiver, EventImage> latest,
            Router<Receiver, ?> router,
            LostSight lostSight) {
        this.newcomer = newcomer;
        this.lost = lost;
        this.latest = latest;
        this.router = router;
        this.lostSight = lostSight;
    }

    /**
     * Begins anew, since it may see others now.
     *
     * @param more groups that it has lost, too
     */
    void restart(GroupSet more) {
        lost = lost.or(more);
        slot = 0;
    }

    /** Does not wait with one who leaves now: it may not be kept any more when it is its turn. Whether this one is told. */
    boolean tellOf(Heard<Receiver> contact) {
        return lostSight.tell(newcomer, lost, contact);
    }

    Progress step(long nowMs) {
        ReceiverStatus.Queue queue = newcomer.status().queue();
        if (queue.events() >= MAX_WAITING || queue.bytes() >= MAX_WAITING_BYTES) {
            return Progress.WAITS;
        }
        int to = lostSight.tell(newcomer, lost, slot, Math.min(latest.slots(), slot + CONTACTS_A_PASS));
        slot = latest.replay(
                newcomer, slot, to - slot, router, nowMs, image -> newcomer.offer(Fanout.outbound(image, newcomer)));
        return slot < latest.slots() ? Progress.MORE : Progress.DONE;
    }
}
