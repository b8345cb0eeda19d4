package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.BadInput;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of servers that cannot be reached for more reasons than one. */
class EndpointTroublesTest {

    private static final String ADDRESS = "tak.example:8089:ssl";

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final EndpointTroubles troubles = new EndpointTroubles();

    @BeforeEach
    void begin() {
        logged.start();
        log().addAppender(logged);
    }

    @AfterEach
    void end() {
        log().detachAppender(logged);
    }

    @Test
    void reasonsThatTakeTurnsAreToldOnceEach() {
        for (int i = 0; i < 100; i++) {
            look(ADDRESS, "connection refused");
            look(ADDRESS, "no answer");
        }

        assertThat(told()).containsExactly(notConnected("connection refused"), notConnected("no answer"));
    }

    @Test
    void whatIsToldOfAServerThatAlwaysHasAnotherReasonEnds() {
        for (int i = 0; i < 100; i++) {
            look(ADDRESS, "reason " + i);
        }

        assertThat(told()).hasSize(8).startsWith(notConnected("reason 0")).endsWith(notConnected("reason 7"));
    }

    @Test
    void onceItWasConnectedReasonsAreToldAnew() {
        look(ADDRESS, "no answer");
        look(ADDRESS, null);
        look(ADDRESS, null);
        look(ADDRESS, "no answer");

        assertThat(told())
                .containsExactly(
                        notConnected("no answer"),
                        "endpoint tak (" + ADDRESS + ") is connected",
                        notConnected("no answer"));
    }

    @Test
    void anotherAddressOfTheSameNameIsAnotherServer() {
        look("old.example:8089:ssl", "no answer");
        look(ADDRESS, "no answer");

        assertThat(told()).hasSize(2).last().isEqualTo(notConnected("no answer"));
    }

    @Test
    void whoIsTakenOutIsForgotten() {
        look(ADDRESS, "no answer");
        troubles.retain(Set.of());
        look(ADDRESS, "no answer");

        assertThat(told()).hasSize(2);
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

    private List<String> told() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static String notConnected(String reason) {
        return "endpoint tak (" + ADDRESS + ") is not connected: " + reason + "; dialling again";
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(EndpointTroubles.class);
    }
}
