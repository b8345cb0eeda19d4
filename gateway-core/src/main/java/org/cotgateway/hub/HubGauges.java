package org.cotgateway.hub;

import org.cotgateway.channel.ReceiverStatus;

/**
 * What goes up and down in a gateway. Made on the loop, without looking at contacts or events: the work grows with the
 * receivers alone, some numbers of each.
 *
 * @param clients how many are connected
 * @param contacts how many contacts are known that newcomers are shown
 * @param latestEvents how many events are kept as the newest of their uids
 * @param latestBytes how much memory those take, about
 * @param queue what waits for all receivers together
 */
public record HubGauges(int clients, int contacts, int latestEvents, long latestBytes, ReceiverStatus.Queue queue) {

    /** Of a gateway with nobody there. */
    public static final HubGauges NONE = new HubGauges(0, 0, 0, 0, ReceiverStatus.Queue.EMPTY);
}
