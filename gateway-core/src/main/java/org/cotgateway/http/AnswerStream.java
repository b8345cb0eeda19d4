package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.cotgateway.transport.NextPass;

/**
 * The body of an answer whose length is not known ahead. Whoever writes asks {@link #isWritable} and goes on when told, so
 * that a client that does not read costs a bounded number of bytes. Loop-only.
 */
public final class AnswerStream {

    /** Told of what concerns a stream. Called on the loop. */
    public interface Listener {

        /** The client has taken enough for more to be written. Never called from within {@link AnswerStream#write}. */
        void writable();

        /** The client is gone; nothing more is to be written. Not called after {@link AnswerStream#end}. */
        void closed();
    }

    private final Channel channel;
    private final ClientDeadline deadline;
    private final ChannelFutureListener written;
    private final Listener listener;
    private int underWay;
    private boolean isWriting;
    private boolean changedMeanwhile;
    private boolean ended;

    AnswerStream(Channel channel, ClientDeadline deadline, ChannelFutureListener written, Listener listener) {
        this.channel = channel;
        this.deadline = deadline;
        this.written = written;
        this.listener = listener;
    }

    /** Whether there is still a client that waits for more. */
    public boolean isOpen() {
        return !ended && channel.isActive();
    }

    /** Whether more may be written now. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Writes the next bytes; takes them over. After the end, or without a client, they are thrown away. */
    public void write(ByteBuf part) {
        assert channel.eventLoop().inEventLoop();
        if (!isOpen() || !part.isReadable()) {
            part.release();
            return;
        }
        if (underWay++ == 0) {
            deadline.answering();
        }
        isWriting = true;
        channel.writeAndFlush(new DefaultHttpContent(part)).addListener(done -> {
            if (--underWay == 0 && !ended) {
                deadline.waiting();
            } else {
                deadline.progressed();
            }
        });
        isWriting = false;
        if (changedMeanwhile) {
            changedMeanwhile = false;
            NextPass.run(channel.eventLoop(), this::writabilityChanged);
        }
    }

    /** The body is complete. */
    public void end() {
        assert channel.eventLoop().inEventLoop();
        if (!ended) {
            ended = true;
            deadline.answering();
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(written);
        }
    }

    void writabilityChanged() {
        if (isWriting) {
            // A part above the mark goes out at once if the client is quick; whoever writes it is not through with it
            // yet.
            changedMeanwhile = true;
        } else if (!ended && channel.isWritable()) {
            listener.writable();
        }
    }

    void closed() {
        if (!ended) {
            ended = true;
            listener.closed();
        }
    }
}
