package org.cotgateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's patience with its client. First in the pipeline, so that it sees the first byte of a request; the
 * request handler tells it the rest. When time is up it fires {@link Expired} through the pipeline. Loop-only.
 */
final class ClientDeadline extends ChannelInboundHandlerAdapter {

    /** What the client took too long for. */
    enum Expired {
        /** It did not complete its request. */
        REQUEST,
        /** It sent no further request. */
        IDLE,
        /** It took no byte of its answer. */
        ANSWER,
        /** It did not close after its last answer. */
        LINGER
    }

    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(2);

    /** While an answer is under way, it is looked so often in its time whether the client takes something of it. */
    private static final int LOOKS = 8;

    private final long requestNs;
    private final long idleNs;
    private final long stallNs;
    private final int stallBytes;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> timer;
    private Expired phase = Expired.REQUEST;
    private long deadlineNs;
    /** How much of a body has come since that was set. */
    private long receivedBytes;
    /** How much of the answer the client had not taken when that was last looked at. */
    private long untakenBytes;

    ClientDeadline(HttpSettings settings) {
        requestNs = settings.requestTimeout().toNanos();
        idleNs = settings.idleTimeout().toNanos();
        stallNs = settings.stallTimeout().toNanos();
        stallBytes = settings.stallBytes();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        begin(ctx, Expired.REQUEST, requestNs);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (phase == Expired.IDLE) {
            begin(ctx, Expired.REQUEST, requestNs);
        }
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancel();
        ctx.fireChannelInactive();
    }

    /**
     * A body begins to arrive, or goes on: it may take long as a whole, but its parts may not. Of a client that sends a byte
     * now and then nothing would ever be due.
     */
    void receiving() {
        receivedBytes = 0;
        begin(Expired.REQUEST, stallNs);
    }

    /** Nothing is due from the client: whatever is next is for this side to do. */
    void waiting() {
        cancel();
    }

    /** The request is complete, the answer begins. */
    void answering() {
        untakenBytes = 0;
        begin(Expired.ANSWER, stallNs);
    }

    /** The client sent so much of its body. */
    void received(int bytes) {
        receivedBytes += bytes;
        if (receivedBytes >= stallBytes) {
            progressed();
        }
    }

    /** The client took some bytes of the answer, or sent enough of its body. */
    void progressed() {
        receivedBytes = 0;
        if (context != null) {
            deadlineNs = nowNs(context) + stallNs;
        }
    }

    /** The answer is complete, another request may come. */
    void idle() {
        begin(Expired.IDLE, idleNs);
    }

    /** The last answer is complete, the client is to close. */
    void lingering() {
        begin(Expired.LINGER, LINGER_NS);
    }

    private void begin(Expired next, long patienceNs) {
        if (context != null && context.channel().isActive()) {
            begin(context, next, patienceNs);
        }
    }

    private void begin(ChannelHandlerContext ctx, Expired next, long patienceNs) {
        assert ctx.executor().inEventLoop();
        cancel();
        phase = next;
        deadlineNs = nowNs(ctx) + patienceNs;
        schedule(ctx, patienceNs);
    }

    private void schedule(ChannelHandlerContext ctx, long leftNs) {
        long delayNs = phase == Expired.ANSWER ? Math.min(leftNs, stallNs / LOOKS) : leftNs;
        timer = ctx.executor().schedule(() -> check(ctx), delayNs, TimeUnit.NANOSECONDS);
    }

    /** Progress only moves the deadline, which is cheap; the timer finds out here. */
    private void check(ChannelHandlerContext ctx) {
        if (phase == Expired.ANSWER) {
            lookWhatIsTaken(ctx);
        }
        long leftNs = deadlineNs - nowNs(ctx);
        if (leftNs > 0) {
            schedule(ctx, leftNs);
        } else {
            timer = null;
            ctx.fireUserEventTriggered(phase);
        }
    }

    /** Not every write tells of what it is partly taken; and what is large may take a slow client long, and be one write. */
    private void lookWhatIsTaken(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer out = ctx.channel().unsafe().outboundBuffer();
        long untaken = out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
        if (untaken < untakenBytes) {
            progressed();
        }
        untakenBytes = untaken;
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private static long nowNs(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }
}
