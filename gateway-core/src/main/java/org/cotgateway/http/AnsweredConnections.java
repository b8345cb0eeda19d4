package org.cotgateway.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Connections that are answered to the last byte and only to be closed. They wait for 1 to 2 ms, in which the client mostly
 * closes by itself: the end of a connection is work above all for the one who does not begin it, and in a storm of downloads from
 * one machine the clients are what is slow. A client that does not close costs a descriptor for that time. What it sends
 * meanwhile is not read. Of connections that are not registered with the loop; one timer for all. Loop-only.
 */
final class AnsweredConnections {

    /** More do not wait: the oldest is closed for another. In 2 ms no loop answers as many. */
    static final int MAX_WAITING = 1024;

    /** The least that a connection waits, and the pause between two looks. */
    static final long WAIT_MS = 1;

    private final EventExecutor loop;
    private final ArrayDeque<Channel> waiting = new ArrayDeque<>();
    /** How many of them, the oldest, have waited since the last look or longer. */
    private int due;

    private boolean isLooking;

    AnsweredConnections(EventExecutor loop) {
        this.loop = loop;
    }

    /** This one is closed in a while. */
    void add(Channel answered) {
        assert loop.inEventLoop();
        if (waiting.size() == MAX_WAITING) {
            closeOldest();
        }
        waiting.add(answered);
        if (!isLooking) {
            lookAgain();
        }
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** Closes the one that has waited for the longest time, if any waits. */
    void closeOldest() {
        Channel oldest = waiting.poll();
        if (oldest != null) {
            due = Math.max(0, due - 1);
            oldest.unsafe().closeForcibly();
        }
    }

    /** Closes all that wait. */
    void closeAll() {
        while (!waiting.isEmpty()) {
            closeOldest();
        }
    }

    private void look() {
        // First, so that whatever is thrown here, the next one that is added is looked at, and all others with it.
        isLooking = false;
        while (due > 0) {
            closeOldest();
        }
        due = waiting.size();
        if (due > 0) {
            lookAgain();
        }
    }

    private void lookAgain() {
        isLooking = true;
        loop.schedule(this::look, WAIT_MS, TimeUnit.MILLISECONDS);
    }
}
