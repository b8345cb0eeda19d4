package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The arrival of one request's body: reads on while its receiver wants more and nothing has been answered. Loop-only.
 */
final class BodyArrival implements Exchange.BodyIntake {

    /** Told how it ends, unless it fails. */
    interface Owner {

        /** The receiver has all of it. */
        void arrived();

        /** It is no good: it is to be {@link BodyArrival#refused}. */
        void unpackable(RequestBody.Refusal refusal);
    }

    /** What unpacks to more goes on in another pass of the loop, so that others have their turn. */
    private static final long UNPACKED_IN_A_PASS = 512 * 1024;

    private final ChannelHandlerContext ctx;
    private final HttpRequest head;
    private final AnswerWriter answers;
    private final long maxUnpackedBytes;
    private final Owner owner;
    private @Nullable RequestBody body;
    private boolean paused;
    private boolean over;
    /** What has come and is not handed on yet. */
    private @Nullable ByteBuf rest;

    private boolean isLast;
    /** Whether it goes on by itself. */
    private boolean waits;

    BodyArrival(ChannelHandlerContext ctx, HttpRequest head, AnswerWriter answers, long maxUnpackedBytes, Owner owner) {
        this.ctx = ctx;
        this.head = head;
        this.answers = answers;
        this.maxUnpackedBytes = maxUnpackedBytes;
        this.owner = owner;
    }

    @Override
    public boolean receive(BodyReceiver receiver) {
        String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        boolean packed = coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip");
        if (!packed && !coding.equalsIgnoreCase("identity")) {
            HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
            headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP);
            String sentence = "Content-Encoding \"" + coding + "\": must be gzip or identity";
            answers.problem(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, headers, sentence, List.of());
            return false;
        }
        if (!HttpUtil.isContentLengthSet(head) && !HttpUtil.isTransferEncodingChunked(head)) {
            answers.problem(
                    HttpResponseStatus.LENGTH_REQUIRED,
                    DefaultHttpHeadersFactory.headersFactory().newHeaders(),
                    "how long the body is must be said: by Content-Length, or by Transfer-Encoding: chunked",
                    List.of());
            return false;
        }
        body = new RequestBody(receiver, packed, maxUnpackedBytes);
        if (HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        return true;
    }

    @Override
    public void pause() {
        if (!paused && !over) {
            paused = true;
            answers.waitingForUs();
        }
    }

    @Override
    public void resume() {
        if (paused && !over) {
            paused = false;
            if (!answers.hasBegun()) {
                answers.waitingForBody();
                if (rest == null) {
                    ctx.read();
                } else {
                    goOn();
                }
            }
        }
    }

    @Override
    public void progressed() {
        if (!paused && !over && !answers.hasBegun()) {
            answers.progressed();
        }
    }

    /** Whether nothing more of it is wanted: it is complete, has failed, or the route has answered without it. */
    boolean isOver() {
        return over || body == null;
    }

    /** Whether the next part is to be read. */
    boolean wantsMore() {
        return rest == null && mayGoOn();
    }

    private boolean mayGoOn() {
        return !isOver() && !paused && !answers.hasBegun();
    }

    /** The route has been asked and wants it. */
    void begin() {
        if (wantsMore()) {
            ctx.read();
        }
    }

    /** Takes the next part. */
    void take(HttpContent content) {
        if (body == null || over) {
            return;
        }
        if (answers.hasBegun()) {
            // On its way when the answer had been given.
            over = true;
            body.abandon();
            return;
        }
        if (!paused) {
            answers.received(content.content().readableBytes());
        }
        rest = content.content().retain();
        isLast = content instanceof LastHttpContent;
        goOn();
    }

    /** The rest is not taken; whoever calls this answers, unless the receiver has. */
    void refused(HttpResponseStatus status, String sentence) {
        over = true;
        releaseRest();
        if (body != null && answers.hasBegun()) {
            body.abandon();
        } else if (body != null) {
            body.refused(status, sentence);
        }
    }

    /** The rest does not come. */
    void failed(String reason) {
        over = true;
        releaseRest();
        if (body != null && answers.hasBegun()) {
            body.abandon();
        } else if (body != null) {
            body.failed(reason);
        }
    }

    /** Hands on what has come, as far as it is wanted and one pass of the loop should unpack. */
    private void goOn() {
        RequestBody taken = body;
        if (taken == null) {
            return;
        }
        long unpackedBefore = taken.unpackedBytes();
        while (rest != null && rest.isReadable() && mayGoOn()) {
            if (taken.unpackedBytes() - unpackedBefore > UNPACKED_IN_A_PASS) {
                if (!waits) {
                    waits = true;
                    ctx.executor().schedule(this::goOnLater, 1, TimeUnit.MILLISECONDS);
                }
                return;
            }
            RequestBody.Refusal refusal = taken.received(rest);
            if (refusal != null) {
                owner.unpackable(refusal);
                return;
            }
        }
        if (over) {
            return;
        }
        if (answers.hasBegun()) {
            releaseRest();
        } else if (rest != null && !rest.isReadable()) {
            handedOn(taken);
        }
    }

    private void goOnLater() {
        waits = false;
        goOn();
    }

    /** All of the part is with the receiver. */
    private void handedOn(RequestBody taken) {
        releaseRest();
        if (isLast) {
            over = true;
            answers.received();
            RequestBody.Refusal refusal = taken.completed();
            if (refusal == null) {
                owner.arrived();
            } else {
                owner.unpackable(refusal);
            }
        } else if (wantsMore()) {
            ctx.read();
        }
    }

    private void releaseRest() {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }
}
