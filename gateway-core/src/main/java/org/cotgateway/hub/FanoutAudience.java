package org.cotgateway.hub;

import java.util.Set;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.route.Audience;

/**
 * An audience of the router, written to as one.
 *
 * @param fanout writes to its receivers
 * @param open the fanouts that are in use; this one is closed and leaves them with its last receiver
 */
record FanoutAudience(Fanout fanout, Set<Fanout> open) implements Audience<Receiver> {

    @Override
    public void joined(Receiver receiver) {
        fanout.join(receiver);
    }

    @Override
    public void left(Receiver receiver) {
        fanout.leave(receiver);
        if (fanout.isEmpty()) {
            open.remove(fanout);
            fanout.close();
        }
    }
}
