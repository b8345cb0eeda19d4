package org.cotgateway.channel;

import java.net.InetSocketAddress;
import org.cotgateway.event.CotEvent;

/** Takes the events that come in. */
@FunctionalInterface
public interface EventSink {

    /**
     * Called on the loop; must not block or throw.
     *
     * @param event as it was sent; it may break rules
     * @param from the address and port that it came from
     */
    void received(CotEvent event, InetSocketAddress from);
}
