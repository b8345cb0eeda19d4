package org.cotgateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Inlet;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Fetch;
import org.cotgateway.http.FetchObserver;
import org.cotgateway.hub.Hub;
import org.cotgateway.push.PushService;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes from the network to whom it concerns. Made before them, because they send through what it listens to;
 * what comes until they are there is nobody's. On the event loop, but for {@link #to}.
 */
final class Inbound implements EventSink, FetchObserver {

    private static final String ACKNOWLEDGEMENT = "b-f-t-a";

    private volatile @Nullable PushService pushes;
    private volatile @Nullable Hub hub;

    /** From now on events are this one's. */
    void to(Hub taker) {
        hub = taker;
    }

    /** From now on acknowledgements and fetches are this one's. */
    void to(PushService taker) {
        pushes = taker;
    }

    @Override
    public void received(EventImage image, List<Violation> broken, Inlet from) {
        if (hub != null) {
            hub.received(image, broken, from);
        }
    }

    /** Whether it is an acknowledgement that a push waits for. */
    boolean acknowledged(EventImage image, Inlet from) {
        if (pushes == null || !image.summary().type().startsWith(ACKNOWLEDGEMENT)) {
            return false;
        }
        Optional<AckResponse> answer = image.event().detail().element(AckResponse.NAME, AckResponse::from);
        return answer.isPresent() && pushes.acknowledged(from.address().getAddress(), answer.get());
    }

    @Override
    public void started(Fetch fetch) {
        if (pushes != null) {
            pushes.fetchStarted(fetch.sha256(), fetch.client(), fetch.request());
        }
    }

    @Override
    public void completed(Fetch fetch) {
        if (pushes != null) {
            Instant at = Instant.ofEpochMilli(fetch.endedMs());
            pushes.fetchCompleted(fetch.sha256(), fetch.client(), fetch.receiver(), fetch.request(), at);
        }
    }
}
