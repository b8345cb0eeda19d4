package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.handler.codec.http.LastHttpContent;
import org.cotgateway.transport.NextPass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a large body slice by slice, and releases it at the end; between two slices the loop looks at all other connections.
 * Ends with its connection, also while a worker reads a file for it: what that one brings then is released. Loop-only.
 */
final class BodySlices implements BodyObserver {

    private static final Logger log = LoggerFactory.getLogger(BodySlices.class);

    /** As much of a body in memory is written at once. Each slice may have to wake its client: smaller ones cost more. */
    static final int SLICE_BYTES = 512 * 1024;

    private final Channel channel;
    private final ClientDeadline deadline;
    private final AnswerBody body;
    private final BodyObserver observer;
    private final ChannelFutureListener written;
    private final ChannelFutureListener closed = closing -> ended(false);
    private long at;
    private boolean hasEnded;

    /**
     * @param body taken over
     * @param written is told when the answer has been written to its last byte, or could not be
     */
    BodySlices(
            Channel channel,
            ClientDeadline deadline,
            AnswerBody body,
            BodyObserver observer,
            ChannelFutureListener written) {
        this.channel = channel;
        this.deadline = deadline;
        this.body = body;
        this.observer = observer;
        this.written = written;
    }

    void begin() {
        assert channel.eventLoop().inEventLoop();
        channel.closeFuture().addListener(closed);
        next();
    }

    private void next() {
        if (hasEnded) {
            return;
        }
        if (body.message() instanceof FileBody file) {
            int bytes = (int) Math.min(FileBody.PIECE_BYTES, body.length() - at);
            file.read(at, bytes, channel.eventLoop(), this::write, this::unreadable);
        } else {
            int bytes = (int) Math.min(SLICE_BYTES, body.length() - at);
            write(((ByteBuf) body.message()).retainedSlice((int) at, bytes));
        }
    }

    private void write(ByteBuf slice) {
        if (hasEnded) {
            slice.release();
            return;
        }
        int bytes = slice.readableBytes();
        at += bytes;
        ChannelProgressivePromise sliceWritten = channel.newProgressivePromise();
        sliceWritten.addListener(new WriteProgress(deadline, bytes, this));
        channel.writeAndFlush(slice, sliceWritten);
    }

    /** The client finds out by the connection's end. */
    private void unreadable(Throwable failure) {
        if (!hasEnded) {
            log.warn("download of {} ends before its last byte: {}", channel.remoteAddress(), failure.toString());
            channel.close();
        }
    }

    @Override
    public void wrote(long bytes) {
        observer.wrote(bytes);
    }

    @Override
    public void ended(boolean whole) {
        if (hasEnded) {
            return;
        }
        if (whole && at < body.length()) {
            if (body.message() instanceof FileBody) {
                // The loop goes on with others while a worker reads.
                next();
            } else {
                NextPass.run(channel.eventLoop(), this::next);
            }
            return;
        }
        hasEnded = true;
        channel.closeFuture().removeListener(closed);
        body.release();
        observer.ended(whole);
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(written);
    }
}
