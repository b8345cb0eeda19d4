package org.cotgateway.channel;

import io.netty.channel.Channel;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a peer sends is read: not while memory is short, and not while the peer asks but does not take the answers.
 * Loop-only.
 */
final class PeerReading implements ReadingPause.Reader {

    private final LoopContext context;
    /** Null while it is read whatever happens. */
    private @Nullable Channel channel;
    /** Whether the peer waits for answers that it does not take. */
    private boolean owed;

    PeerReading(LoopContext context) {
        this.context = context;
    }

    /** From now on it is read or not as this says. */
    void begin(Channel peer) {
        channel = peer;
        context.readingPause.join(this);
        pauseChanged();
    }

    /** From now on it is read to its end. */
    void readToTheEnd() {
        if (channel != null) {
            channel.config().setAutoRead(true);
        }
        end();
    }

    /** The connection is over. */
    void end() {
        channel = null;
        context.readingPause.leave(this);
    }

    /** Whether it is not read now. */
    boolean isPaused() {
        return owed || context.readingPause.isOn();
    }

    /** The peer does not take its answers: it is not read until it {@link #settled has}. */
    void owe() {
        if (!owed) {
            owed = true;
            context.counters.increment(Counter.CLIENTS_PAUSED);
            pauseChanged();
        }
    }

    /** Whether the peer is owed answers. */
    boolean isOwed() {
        return owed;
    }

    /** It takes them again. */
    void settled() {
        owed = false;
        pauseChanged();
    }

    @Override
    public void pauseChanged() {
        if (channel != null) {
            channel.config().setAutoRead(!isPaused());
        }
    }
}
