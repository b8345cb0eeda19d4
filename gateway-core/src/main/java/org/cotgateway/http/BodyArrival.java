package org.cotgateway.http;

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
import org.jspecify.annotations.Nullable;

/**
 * The arrival of one request's body: reads on while its receiver wants more and nothing has been answered. Loop-only.
 */
final class BodyArrival implements Exchange.BodyIntake {

    private final ChannelHandlerContext ctx;
    private final HttpRequest head;
    private final AnswerWriter answers;
    private final long maxUnpackedBytes;
    private @Nullable RequestBody body;
    private boolean paused;
    private boolean over;

    BodyArrival(ChannelHandlerContext ctx, HttpRequest head, AnswerWriter answers, long maxUnpackedBytes) {
        this.ctx = ctx;
        this.head = head;
        this.answers = answers;
        this.maxUnpackedBytes = maxUnpackedBytes;
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
                ctx.read();
            }
        }
    }

    /** Whether nothing more of it is wanted: it is complete, has failed, or the route has answered without it. */
    boolean isOver() {
        return over || body == null;
    }

    boolean wantsMore() {
        return !isOver() && !paused && !answers.hasBegun();
    }

    /** The route has been asked and wants it. */
    void begin() {
        if (wantsMore()) {
            ctx.read();
        }
    }

    /** Takes the next part; null if all is well. */
    RequestBody.@Nullable Refusal take(HttpContent content) {
        RequestBody taken = body;
        if (taken == null || over) {
            return null;
        }
        if (answers.hasBegun()) {
            // On its way when the answer had been given.
            over = true;
            taken.abandon();
            return null;
        }
        if (!paused) {
            answers.progressed();
        }
        RequestBody.Refusal refusal = taken.received(content.content());
        if (refusal == null && content instanceof LastHttpContent && !answers.hasBegun()) {
            over = true;
            answers.received();
            refusal = taken.completed();
        }
        if (refusal != null) {
            over = true;
            taken.failed("the body cannot be unpacked");
        } else if (wantsMore()) {
            ctx.read();
        }
        return refusal;
    }

    /** The rest does not come. */
    void failed(String reason) {
        over = true;
        if (body != null && answers.hasBegun()) {
            body.abandon();
        } else if (body != null) {
            body.failed(reason);
        }
    }
}
