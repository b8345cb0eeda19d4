package org.cotgateway.http;

import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;

/**
 * Tells of the writing of a part of an answer: to the client's deadline that it takes bytes, to an observer how many.
 * Loop-only.
 */
final class WriteProgress implements ChannelProgressiveFutureListener {

    private final ClientDeadline deadline;
    private final long length;
    private final BodyObserver observer;
    private long reported;

    WriteProgress(ClientDeadline deadline, long length, BodyObserver observer) {
        this.deadline = deadline;
        this.length = length;
        this.observer = observer;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture part, long bytes, long total) {
        deadline.progressed();
        report(bytes);
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture part) {
        if (part.isSuccess()) {
            report(length);
        }
        observer.ended(part.isSuccess());
    }

    private void report(long bytes) {
        if (bytes > reported) {
            observer.wrote(bytes - reported);
            reported = bytes;
        }
    }
}
