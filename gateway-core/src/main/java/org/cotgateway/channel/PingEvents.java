package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.event.CotEvent;

/** The events by which a client asks whether the other side is there, and that which answers it, as TAK Server has them. */
final class PingEvents {

    private static final String PING = "t-x-c-t";
    private static final String PONG = "t-x-c-t-r";
    private static final Duration STALE = Duration.ofSeconds(20);

    private PingEvents() {}

    static boolean isPing(String type) {
        return type.equals(PING);
    }

    static boolean isPong(String type) {
        return type.equals(PONG);
    }

    /** The answer, of now. */
    static CotEvent pong() {
        return CotEvent.builder()
                .uid("takPong")
                .type(PONG)
                .how("h-g-i-g-o")
                .staleAfter(STALE)
                .build();
    }
}
