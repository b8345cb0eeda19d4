package org.cotgateway.feed;

import org.cotgateway.event.CotEvent;

/** Takes the events of feeds. Called on the loop; must not block. */
@FunctionalInterface
public interface FeedSink {

    /**
     * An event that keeps all rules.
     *
     * @param feed where it comes from; its groups are those that the event goes to
     * @return whether it was taken, be there somebody who gets it or not
     */
    boolean offer(CotEvent event, FeedSettings feed);

    /** No more events of this feed come. */
    default void ended(FeedSettings feed) {}
}
