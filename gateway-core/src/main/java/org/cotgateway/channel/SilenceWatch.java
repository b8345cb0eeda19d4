package org.cotgateway.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says when a client has vanished: when for too long nothing has come from its machine although that was asked, by bytes that it
 * has to acknowledge or, while it has no room for them, by the operating system's questions whether it has by now. One that
 * answers these and takes nothing is slow, and no affair of this.
 *
 * <p>Linux itself could be told to end a connection that acknowledges nothing (TCP_USER_TIMEOUT), but it counts an answer "no
 * room" as none (tcp_probe_timer in net/ipv4/tcp_timer.c). So it is only asked how things stand, a few times in that while,
 * and only while something may stand unanswered. Who has nothing to acknowledge is the affair of its keepalive.
 *
 * <p>While a client has no room Linux asks it ever more seldom, every two minutes at last: one that vanishes then is
 * noticed by the second that it does not answer, since one may get lost. Where there is no epoll nothing can be asked, and
 * the operating system takes its own time, on Linux a quarter of an hour. Times are those of {@link LoopContext#ticksMs}.
 * Loop-only.
 */
final class SilenceWatch {

    /** What the operating system knows of a connection. */
    interface Source {
        /** Null if it cannot tell. */
        @Nullable
        Figures figures();
    }

    /**
     * How a connection stands.
     *
     * @param unacknowledged segments that have left and are not acknowledged
     * @param unanswered questions in a row, whether the peer has room or is there, that nothing has come for
     * @param isHeldUp whether something waits in the operating system because the peer has no room or does not answer
     * @param sentMs how long ago some of these were last sent, or sent again
     * @param silentMs how long ago something last came from the peer's machine, be it only an acknowledgement
     */
    record Figures(long unacknowledged, int unanswered, boolean isHeldUp, long sentMs, long silentMs) {

        /**
         * Whether nothing has come since something was asked. What a peer had no room for stays unacknowledged, and is sent
         * again ever more seldom, but it answers each time.
         */
        boolean asks() {
            return unanswered > 0 || (unacknowledged > 0 && sentMs < silentMs);
        }

        /** Whether something has to be answered sooner or later. */
        boolean isOpen() {
            return unacknowledged > 0 || unanswered > 0 || isHeldUp;
        }
    }

    private static final int LOOKS = 10;

    private final Source source;
    private final long timeoutMs;
    private final long everyMs;
    private long nextLookMs = Long.MIN_VALUE;
    /** Whether there was something at the last look that has to be answered or waits. */
    private boolean isOpen;
    /** Whether the peer was asked something at the last look; and since when it has been, and has not answered. */
    private boolean asked;

    private long askedMs;
    /** Whether at the last look it had been asked more than once: a question, or its answer, may get lost. */
    private boolean askedAgain;

    SilenceWatch(Source source, Duration timeout) {
        this.source = source;
        this.timeoutMs = timeout.toMillis();
        this.everyMs = Math.max(1, timeoutMs / LOOKS);
    }

    /** Watches a channel's peer, where the operating system tells how it stands. */
    static SilenceWatch of(Channel channel, LoopContext context) {
        EpollTcpInfo info = context.tcpInfo;
        return new SilenceWatch(
                channel instanceof EpollSocketChannel socket ? () -> read(socket, info) : () -> null,
                context.settings.stream().userTimeout());
    }

    /**
     * Whether the peer has vanished. Costs nothing but for a system call from time to time.
     *
     * @param activeMs when something was last written to it or came from it
     */
    boolean isOver(long nowMs, long activeMs) {
        if (nowMs < nextLookMs || (!isOpen && nowMs - activeMs > timeoutMs)) {
            return false;
        }
        nextLookMs = nowMs + everyMs;
        Figures figures = source.figures();
        isOpen = figures != null && figures.isOpen();
        if (figures == null || !figures.asks()) {
            asked = false;
            askedAgain = false;
            return false;
        }
        if (!asked || nowMs - figures.silentMs() > askedMs) {
            asked = true;
            askedMs = nowMs;
            askedAgain = false;
        }
        // The last question has had the time between two looks at least.
        boolean isOver = askedAgain && nowMs - askedMs >= timeoutMs;
        askedAgain = figures.unanswered() > 1 || (figures.unacknowledged() > 0 && nowMs - figures.sentMs() > askedMs);
        return isOver;
    }

    /** So that nothing is kept of a connection that is closed next, and whoever comes back is told that it is over. */
    static void abandon(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }

    private static @Nullable Figures read(EpollSocketChannel socket, EpollTcpInfo info) {
        try {
            socket.tcpInfo(info);
            return new Figures(
                    info.unacked(),
                    info.probes(),
                    info.backoff() > 0,
                    info.lastDataSent(),
                    // Data that acknowledges nothing new counts for itself alone.
                    Math.min(info.lastAckRecv(), info.lastDataRecv()));
        } catch (ChannelException closed) {
            return null;
        }
    }
}
