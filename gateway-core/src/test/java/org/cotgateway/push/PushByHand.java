package org.cotgateway.push;

import java.time.Instant;
import java.time.InstantSource;
import org.cotgateway.event.CotEvents;

/** A push that nothing sends; the test says what became of its deliveries. */
public final class PushByHand {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Push push;

    public PushByHand(String... endpoints) {
        push = new Push(
                "p1",
                PushRequest.of(CotEvents.marker("well-7", "Well 7", 48.2, 16.4).build())
                        .to(endpoints),
                InstantSource.fixed(NOW));
        push.deliveries().forEach(delivery -> delivery.expect(1));
    }

    public Push push() {
        return push;
    }

    /** The message to that endpoint, counted from 0, is sent. */
    public void sent(int endpoint) {
        push.deliveries().get(endpoint).messageObserver().sent(NOW.toEpochMilli());
    }
}
