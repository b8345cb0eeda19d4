package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.BadInput;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.Transport;
import org.cotgateway.testing.LogCapture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the log says of servers that cannot be reached for more reasons than one. */
class EndpointTroublesTest {

    private static final String ADDRESS = "tak.example:8089:ssl";

    @AutoClose
    private final LogCapture log = LogCapture.of(EndpointTroubles.class);

    private final EndpointTroubles troubles = new EndpointTroubles();

    @Test
    void reasonsThatTakeTurnsAreToldOnceEach() {
        for (int i = 0; i < 100; i++) {
            look(ADDRESS, "connection refused");
            look(ADDRESS, "no answer");
        }

        assertThat(log.lines()).containsExactly(notConnected("connection refused"), notConnected("no answer"));
    }

    @Test
    void whatIsToldOfAServerThatAlwaysHasAnotherReasonEnds() {
        for (int i = 0; i < 100; i++) {
            look(ADDRESS, "reason " + i);
        }

        assertThat(log.lines()).hasSize(8).startsWith(notConnected("reason 0")).endsWith(notConnected("reason 7"));
    }

    @Test
    void onceItWasConnectedReasonsAreToldAnew() {
        look(ADDRESS, "no answer");
        look(ADDRESS, null);
        look(ADDRESS, null);
        look(ADDRESS, "no answer");

        assertThat(log.lines())
                .containsExactly(
                        notConnected("no answer"),
                        "endpoint tak (" + ADDRESS + ") is connected",
                        notConnected("no answer"));
    }

    @Test
    void anotherAddressOfTheSameNameIsAnotherServer() {
        look("old.example:8089:ssl", "no answer");
        look(ADDRESS, "no answer");

        assertThat(log.lines()).hasSize(2).last().isEqualTo(notConnected("no answer"));
    }

    @Test
    void whoIsTakenOutIsForgotten() {
        look(ADDRESS, "no answer");
        troubles.retain(Set.of());
        look(ADDRESS, "no answer");

        assertThat(log.lines()).hasSize(2);
    }

    private void look(String address, @Nullable String trouble) {
        ReceiverStatus.Traffic none = new ReceiverStatus.Traffic(0, 0, Map.of(), 0, BadInput.NONE, null, null);
        troubles.look(
                "tak",
                new ReceiverStatus(
                        address,
                        Transport.TLS,
                        "xml",
                        trouble == null ? "connected" : "connecting",
                        null,
                        trouble == null ? 0 : 2,
                        trouble,
                        ReceiverStatus.Queue.EMPTY,
                        none));
    }

    private static String notConnected(String reason) {
        return "endpoint tak (" + ADDRESS + ") is not connected: " + reason + "; dialling again";
    }
}
