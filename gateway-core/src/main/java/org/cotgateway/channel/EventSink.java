package org.cotgateway.channel;

import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.Violation;

/** Takes the events that come in. Called on the loop; must not block. */
@FunctionalInterface
public interface EventSink {

    /**
     * Called on the loop; must not block or throw.
     *
     * @param event as it was sent; lent for the call, to be retained by who keeps it
     * @param broken the rules that it breaks, with their places in the text
     * @param from where it came in
     */
    void received(EventImage event, List<Violation> broken, Inlet from);
}
