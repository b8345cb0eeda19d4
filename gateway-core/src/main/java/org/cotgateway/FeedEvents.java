package org.cotgateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvent;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.FeedSink;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.Publisher;

/** Gives the events of feeds to the hub, to the groups of their feed. Loop-only. */
final class FeedEvents implements FeedSink {

    private record Known(FeedSettings settings, Publisher publisher) {}

    private final Hub hub;
    private final EventImages images;
    private final Map<String, Known> publishers = new HashMap<>();

    FeedEvents(Hub hub, EventImages images) {
        this.hub = hub;
        this.images = images;
    }

    @Override
    public boolean offer(CotEvent event, FeedSettings feed) {
        Known known = publishers.get(feed.name());
        if (known == null || known.settings != feed) {
            known = new Known(feed, new Publisher("feed " + feed.name(), null, Set.copyOf(feed.groups())));
            publishers.put(feed.name(), known);
        }
        EventImage image = images.of(event);
        try {
            return hub.publish(image, List.of(), known.publisher).isAccepted();
        } finally {
            image.release();
        }
    }

    @Override
    public void ended(FeedSettings feed) {
        Known known = publishers.get(feed.name());
        // One of the same name may have begun in its place.
        if (known != null && known.settings == feed) {
            publishers.remove(feed.name());
        }
    }
}
