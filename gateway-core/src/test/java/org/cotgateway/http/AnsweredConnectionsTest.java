package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the loop, and by the clock, of a server's channel that stands still unless it is told to go on. */
class AnsweredConnectionsTest {

    /** What a channel says that has none. */
    private static final long NO_TIMER = -1;

    private final EmbeddedChannel server = new EmbeddedChannel();
    private final AnsweredConnections answered = new AnsweredConnections(server.eventLoop());

    @BeforeEach
    void stopTheClock() {
        server.freezeTime();
    }

    @AfterEach
    void close() {
        server.finishAndReleaseAll();
    }

    @Test
    void aConnectionWaitsAsLongAsItShouldAtLeastAndTwiceThatAtMost() {
        EmbeddedChannel first = add();
        goOn(AnsweredConnections.WAIT_MS);
        EmbeddedChannel second = add();
        assertThat(first.isOpen()).isTrue();

        goOn(AnsweredConnections.WAIT_MS);

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        goOn(AnsweredConnections.WAIT_MS);
        assertThat(second.isOpen()).isFalse();
        assertThat(answered.size()).isZero();
    }

    @Test
    void nothingIsDueWhileNobodyWaitsAndWhoComesThenWaitsAsLong() {
        add();
        goOn(AnsweredConnections.WAIT_MS);
        goOn(AnsweredConnections.WAIT_MS);
        assertThat(server.runScheduledPendingTasks()).isEqualTo(NO_TIMER);

        EmbeddedChannel later = add();

        goOn(AnsweredConnections.WAIT_MS);
        assertThat(later.isOpen()).isTrue();
        goOn(AnsweredConnections.WAIT_MS);
        assertThat(later.isOpen()).isFalse();
    }

    @Test
    void theOldestIsClosedForOneThatWouldBeTooMany() {
        List<EmbeddedChannel> connections = new ArrayList<>();
        for (int i = 0; i < AnsweredConnections.MAX_WAITING; i++) {
            connections.add(add());
        }
        assertThat(connections).allMatch(EmbeddedChannel::isOpen);

        connections.add(add());

        assertThat(answered.size()).isEqualTo(AnsweredConnections.MAX_WAITING);
        assertThat(connections.remove(0).isOpen()).isFalse();
        assertThat(connections).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void whatIsClosedBeforeItsTimeTakesNoneFromTheNext() {
        add();
        add();
        goOn(AnsweredConnections.WAIT_MS);
        answered.closeOldest();
        EmbeddedChannel next = add();

        goOn(AnsweredConnections.WAIT_MS);

        assertThat(answered.size()).isEqualTo(1);
        assertThat(next.isOpen()).isTrue();
    }

    @Test
    void allAreClosedAtOnceIfTheyAreToBe() {
        EmbeddedChannel first = add();
        EmbeddedChannel second = add();

        answered.closeAll();

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isFalse();
        goOn(AnsweredConnections.WAIT_MS);
        assertThat(server.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
    }

    private EmbeddedChannel add() {
        EmbeddedChannel connection = new EmbeddedChannel();
        answered.add(connection);
        return connection;
    }

    private void goOn(long ms) {
        server.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        server.runPendingTasks();
    }
}
