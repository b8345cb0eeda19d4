package org.cotgateway.channel;

import io.netty.channel.Channel;
import org.cotgateway.codec.Credentials;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What the peer of a stream says to the stream itself, and what it is answered: pings, who it is, and whether to go over to
 * TAK Protocol. Loop-only.
 */
final class StreamTalk implements StreamInput.Owner {

    /** The connection that this is about. */
    interface Owner {

        /** Whether it can be written to. */
        boolean isConnected();

        /** See {@link StreamConnection.Owner#authenticated}. */
        boolean authenticated(@Nullable Credentials credentials);

        /** The form of the stream may change now: nothing is to be written past that. */
        void blockPath();

        /** What may be written has changed. */
        void pump();

        void end(String why);
    }

    private final Owner owner;
    private final StreamDialect dialect;
    private final PeerReading reading;
    private final LoopContext context;
    /** From when it is connected. */
    private @Nullable Channel channel;
    /** When a whole message last came. */
    private long heardMs;

    StreamTalk(Owner owner, StreamDialect dialect, PeerReading reading, LoopContext context) {
        this.owner = owner;
        this.dialect = dialect;
        this.reading = reading;
        this.context = context;
    }

    /** The connection stands, and nothing has been written yet. */
    void begin(Channel connected) {
        channel = connected;
        heardMs = context.ticksMs();
        dialect.opened(connected);
    }

    /** When a whole message last came, or the connection began, in {@link LoopContext#ticksMs}. */
    long heardMs() {
        return heardMs;
    }

    /** The peer takes something again; an answer to a ping may be owed to it. */
    void mayAnswer() {
        if (reading.isOwed() && channel != null && channel.isWritable()) {
            reading.settled();
            // One is enough for all that it has asked meanwhile.
            dialect.pong(channel);
        }
    }

    /** Ends the connection if the peer has let us wait for an answer for too long. */
    void tick(long nowMs) {
        if (owner.isConnected() && dialect.isOverdue(nowMs)) {
            context.counters.increment(Counter.NEGOTIATIONS_UNANSWERED);
            owner.end("no answer to the request for TAK Protocol within "
                    + FailureText.of(context.settings.stream().answerTimeout()));
        }
    }

    @Override
    public void heard() {
        heardMs = context.ticksMs();
    }

    @Override
    public boolean authenticated(@Nullable Credentials credentials) {
        return owner.authenticated(credentials);
    }

    /** Answers a ping. A peer that asks but does not take the answers is not read until it does. */
    @Override
    public void pinged() {
        if (!owner.isConnected() || channel == null) {
            return;
        }
        if (channel.isWritable()) {
            dialect.pong(channel);
        } else {
            reading.owe();
        }
    }

    @Override
    public void beganWithFrame() {
        owner.blockPath();
        if (channel != null) {
            dialect.beganWithFrame(channel);
        }
    }

    @Override
    public void unreadable(String why) {
        context.counters.increment(Counter.STREAMS_UNREADABLE);
        owner.end(why);
    }

    @Override
    public void negotiated(CotEvent message) {
        owner.blockPath();
        if (owner.isConnected() && channel != null) {
            dialect.negotiated(message, channel);
            owner.pump();
        } else {
            // It was sent before the peer went, and nothing can be answered any more.
            context.counters.increment(Counter.NEGOTIATIONS_IGNORED);
        }
    }

    @Override
    public boolean readsTak() {
        return dialect.readsTak();
    }
}
