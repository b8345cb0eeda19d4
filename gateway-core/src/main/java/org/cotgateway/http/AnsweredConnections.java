package org.cotgateway.http;

import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.cotgateway.transport.NextPass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that are answered to the last byte and only to be closed. They wait for 1.5 to 2.5 ms, in which the client mostly
 * closes by itself: the end of a connection is work above all for the one who does not begin it, and in a storm of downloads from
 * one machine the clients are what is slow. A client that does not close costs a descriptor for that time. What it sends
 * meanwhile is not read. Of connections that have no channel; one timer for all.
 *
 * <p>In a storm each that comes closes the one or two that are due, and if many are due at once the loop looks at its sockets
 * in between: all together they would hold up whoever asks meanwhile. Loop-only.
 */
final class AnsweredConnections {

    private static final Logger log = LoggerFactory.getLogger(AnsweredConnections.class);

    /** More do not wait: the oldest is closed for another. In 2.5 ms no loop answers as many. */
    static final int MAX_WAITING = 1024;

    /** The least that a connection waits. */
    static final long WAIT_US = 1_500;

    /** The pause between two looks at those that nobody who came after them has closed. */
    static final long PAUSE_US = 1_000;

    /** So many are closed in a row at the most. */
    static final int CLOSED_A_PASS = 8;

    private static final int CLOSED_BY_ANOTHER = 2;

    private record Answered(FileDescriptor socket, long sinceNs) {}

    private final EventExecutor loop;
    private final ArrayDeque<Answered> waiting = new ArrayDeque<>();
    private boolean isLooking;

    AnsweredConnections(EventExecutor loop) {
        this.loop = loop;
    }

    /** This one, which is taken over, is closed in a while. */
    void add(FileDescriptor answered) {
        assert loop.inEventLoop();
        if (waiting.size() == MAX_WAITING) {
            closeOldest();
        }
        long nowNs = loop.ticker().nanoTime();
        waiting.add(new Answered(answered, nowNs));
        if (!isLooking) {
            lookLater();
        }
        closeDue(nowNs, CLOSED_BY_ANOTHER);
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** Closes the one that has waited for the longest time, if any waits. */
    void closeOldest() {
        Answered oldest = waiting.poll();
        if (oldest != null) {
            close(oldest.socket);
        }
    }

    /** Closes all that wait. */
    void closeAll() {
        while (!waiting.isEmpty()) {
            closeOldest();
        }
    }

    /** Closes one that needs no more. */
    static void close(FileDescriptor socket) {
        try {
            socket.close();
        } catch (IOException trouble) {
            log.warn("a connection could not be closed: {}", trouble.getMessage());
        }
    }

    private void look() {
        isLooking = false;
        long nowNs = loop.ticker().nanoTime();
        closeDue(nowNs, CLOSED_A_PASS);
        if (isOldestDue(nowNs)) {
            isLooking = true;
            NextPass.run(loop, this::look);
        } else if (!waiting.isEmpty()) {
            lookLater();
        }
    }

    private void lookLater() {
        isLooking = true;
        loop.schedule(this::look, PAUSE_US, TimeUnit.MICROSECONDS);
    }

    private void closeDue(long nowNs, int most) {
        for (int i = 0; i < most && isOldestDue(nowNs); i++) {
            closeOldest();
        }
    }

    private boolean isOldestDue(long nowNs) {
        Answered oldest = waiting.peek();
        return oldest != null && nowNs - oldest.sinceNs >= TimeUnit.MICROSECONDS.toNanos(WAIT_US);
    }
}
