package org.cotgateway.hub;

import java.util.List;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Inlet;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.Violation;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;

/** Takes what comes in at one listener that nothing goes back by: it is of the listener's groups. Loop-only. */
final class OneWaySink implements EventSink {

    private final Relay relay;
    private final Receivers receivers;
    private Membership membership;
    /** Made when something comes, which is on the loop. */
    private @Nullable GroupSet groups;

    OneWaySink(Relay relay, Receivers receivers, Membership membership) {
        this.relay = relay;
        this.receivers = receivers;
        this.membership = membership;
    }

    @Override
    public void received(EventImage image, List<Violation> broken, Inlet from) {
        if (groups == null) {
            groups = receivers.groups(membership.in());
        }
        relay.take(image, broken, from, groups);
    }

    void change(Membership other) {
        membership = other;
        groups = null;
    }
}
