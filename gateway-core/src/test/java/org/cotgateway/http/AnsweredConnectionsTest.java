package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the loop, and by the clock, of a server's channel that stands still unless it is told to go on. */
class AnsweredConnectionsTest {

    /** What a channel says that has none. */
    private static final long NO_TIMER = -1;

    private final EmbeddedChannel server = new EmbeddedChannel();
    private final AnsweredConnections answered = new AnsweredConnections(server.eventLoop());

    @BeforeAll
    static void onlyEpollCanBeEarly() {
        assumeThat(SocketKind.best()).isEqualTo(SocketKind.EPOLL);
    }

    @BeforeEach
    void stopTheClock() {
        server.freezeTime();
    }

    @AfterEach
    void close() {
        answered.closeAll();
        server.finishAndReleaseAll();
    }

    @Test
    void aConnectionWaitsAsLongAsItShouldAndIsClosedAtTheNextLook() {
        FileDescriptor first = add();
        goOn(AnsweredConnections.PAUSE_US);
        FileDescriptor second = add();
        assertThat(first.isOpen()).isTrue();

        goOn(AnsweredConnections.PAUSE_US);

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        goOn(AnsweredConnections.PAUSE_US);
        assertThat(second.isOpen()).isFalse();
        assertThat(answered.size()).isZero();
    }

    @Test
    void nobodyLooksWhileNobodyWaitsAndWhoComesThenWaitsAsLong() {
        add();
        goOn(AnsweredConnections.PAUSE_US);
        goOn(AnsweredConnections.PAUSE_US);
        assertThat(server.runScheduledPendingTasks()).isEqualTo(NO_TIMER);

        FileDescriptor later = add();

        goOn(AnsweredConnections.PAUSE_US);
        assertThat(later.isOpen()).isTrue();
        goOn(AnsweredConnections.PAUSE_US);
        assertThat(later.isOpen()).isFalse();
    }

    @Test
    void whoComesClosesOnesThatAreDueAndNoOthers() {
        List<FileDescriptor> connections = add(3);
        advance(AnsweredConnections.WAIT_US - 1);
        connections.add(add());
        assertThat(connections).allMatch(FileDescriptor::isOpen);
        advance(1);

        connections.add(add());

        assertThat(connections).extracting(FileDescriptor::isOpen).containsExactly(false, false, true, true, true);
    }

    @Test
    void ofManyThatAreDueTheLoopClosesSomeAndGoesOnBehindWhateverElseIsDue() {
        List<FileDescriptor> connections = add(2 * AnsweredConnections.CLOSED_A_PASS + 1);
        advance(AnsweredConnections.WAIT_US);
        List<Integer> openThen = new ArrayList<>();
        server.eventLoop().schedule(() -> openThen.add(answered.size()), 0, TimeUnit.NANOSECONDS);

        assertThat(server.runScheduledPendingTasks()).isEqualTo(NO_TIMER);

        assertThat(openThen).containsExactly(AnsweredConnections.CLOSED_A_PASS + 1);
        assertThat(connections).noneMatch(FileDescriptor::isOpen);
    }

    @Test
    void theOldestIsClosedForOneThatWouldBeTooMany() {
        List<FileDescriptor> connections = add(AnsweredConnections.MAX_WAITING);
        assertThat(connections).allMatch(FileDescriptor::isOpen);

        connections.add(add());

        assertThat(answered.size()).isEqualTo(AnsweredConnections.MAX_WAITING);
        assertThat(connections.remove(0).isOpen()).isFalse();
        assertThat(connections).allMatch(FileDescriptor::isOpen);
    }

    @Test
    void allAreClosedAtOnceIfTheyAreToBe() {
        FileDescriptor first = add();
        FileDescriptor second = add();

        answered.closeAll();

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isFalse();
        goOn(AnsweredConnections.WAIT_US);
        assertThat(server.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
    }

    private FileDescriptor add() {
        FileDescriptor connection = Socket.newSocketStream();
        answered.add(connection);
        return connection;
    }

    private List<FileDescriptor> add(int count) {
        List<FileDescriptor> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(add());
        }
        return added;
    }

    private void advance(long us) {
        server.advanceTimeBy(us, TimeUnit.MICROSECONDS);
    }

    private void goOn(long us) {
        advance(us);
        server.runPendingTasks();
    }
}
