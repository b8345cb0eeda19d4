package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.junit.jupiter.api.Test;

class PushRoomTest {

    private final PushRoom room = new PushRoom(new PushSettings(3, 1_000_000, 0, 0, Duration.ofSeconds(5)));

    @Test
    void deliveriesTakeRoomUntilTheyAreOver() {
        PushRequest two = push("", 2);
        assertThat(room.take(two)).isNull();

        assertThat(room.take(push("", 2)))
                .hasToString("endpoints \"2\": at most 3 deliveries may be under way at once; 2 are");
        assertThat(room.take(push("", 1))).isNull();
        room.free(two);

        assertThat(room.take(push("", 2))).isNull();
    }

    @Test
    void largeEventsTakeRoomUntilTheyAreOver() {
        PushRequest large = push("x".repeat(300_000), 1);
        assertThat(room.take(large)).isNull();

        assertThat(room.take(push("x".repeat(300_000), 1)))
                .asString()
                .startsWith("event \"6")
                .contains("at most 1000000 bytes of events may be under way at once; 6");
        assertThat(room.take(push("", 1))).isNull();
        room.free(large);

        assertThat(room.take(large)).isNull();
    }

    private static PushRequest push(String remarks, int endpoints) {
        PushRequest request = PushRequest.of(
                CotEvents.marker("a", "A", 48, 16).add(Remarks.of(remarks)).build());
        for (int i = 1; i <= endpoints; i++) {
            request = request.to("10.0.0." + i + ":4242:tcp");
        }
        return request;
    }
}
