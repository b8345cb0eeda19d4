package org.cotgateway.api.pushes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.cotgateway.api.OffLoop;
import org.cotgateway.http.Connection;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.metrics.Counters;
import org.cotgateway.push.PushByHand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of deliveries that change while a report of the whole is made. */
class PushFollowerTest {

    private final PushByHand push = new PushByHand("10.0.0.1:4242:udp", "10.0.0.2:4242:udp");
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final OffLoop workers = new OffLoop(work::add);
    private final Connection connection = new Connection(
            HttpSettings.on(new InetSocketAddress(0)),
            new Counters(),
            routes -> routes.get("/push", exchange -> PushFollower.follow(push.push(), exchange, workers)));

    @BeforeEach
    void follow() throws IOException {
        assertThat(connection.get("/push", "Accept: text/event-stream")).isEmpty();
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void whatStandsInTheFirstReportIsNotToldAgain() throws IOException {
        push.sent(0);
        work.remove().run();

        assertThat(connection.received())
                .contains("event: report", "\"sent\":1")
                .doesNotContain("event: delivery");
    }

    @Test
    void whatChangedBehindTheFirstReportIsTold() throws IOException {
        work.remove().run();
        push.sent(1);

        assertThat(connection.received())
                .contains("event: report", "\"sent\":0")
                .containsOnlyOnce("event: delivery\ndata: {\"endpoint\":\"10.0.0.2:4242:udp\",\"state\":\"sent\"");
    }

    @Test
    void theLastReportEndsTheAnswer() throws IOException {
        work.remove().run();
        push.sent(0);
        push.sent(1);
        assertThat(connection.received().split("event: delivery", -1)).hasSize(1 + 2);
        work.remove().run();

        assertThat(connection.received())
                .containsOnlyOnce("event: report")
                .contains("\"sent\":2")
                .endsWith("0\r\n\r\n");
    }
}
