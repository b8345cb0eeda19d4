package org.cotgateway.push;

import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.jspecify.annotations.Nullable;

/** The way to everybody whom a push is for. */
@FunctionalInterface
public interface Outlet {

    /**
     * Takes an event over for an endpoint, whatever the outcome, which its observer is told; on the loop. It leaves in its
     * turn among whatever else goes there.
     *
     * @param client who is connected from there, and gets it by that connection; null if the endpoint is to be dialled
     */
    void offer(Endpoint to, @Nullable Receiver client, OutboundEvent event);
}
