package org.cotgateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.util.Optional;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one connection's requests, one at a time: the next is read when the last byte of an answer is written. Refuses
 * what is malformed or too large and hands the rest to the router. Throws away the bodies of requests, and whatever
 * comes behind the request whose answer ends the connection. Loop-only.
 */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

    private final Router router;
    private final Counters counters;
    private final long maxBodyBytes;
    private final AnswerWriter answers;
    private @Nullable HttpRequest request;
    private long bodyBytes;

    RequestHandler(Router router, AnswerWriter answers, Counters counters, HttpSettings settings) {
        this.router = router;
        this.counters = counters;
        this.maxBodyBytes = settings.maxBodyBytes();
        this.answers = answers;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        ctx.read();
    }

    /** A read can end without a part of a request, for example one that was asked for while another was going on. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!answers.isAnswering()) {
            ctx.read();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (answers.isLast()) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            refuseMalformed(part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpRequest head) {
            request = head;
            bodyBytes = 0;
            if (head.headers().contains(HttpHeaderNames.EXPECT)) {
                refuse(HttpResponseStatus.EXPECTATION_FAILED, "send no body");
                return;
            }
        }
        if (part instanceof HttpContent body) {
            bodyBytes += body.content().readableBytes();
        }
        if (bodyBytes > maxBodyBytes) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "at most " + maxBodyBytes + " bytes");
        } else if (part instanceof LastHttpContent && request != null) {
            answer(request);
        } else {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ClientDeadline.Expired expired) {
            if (expired != ClientDeadline.Expired.LINGER) {
                counters.increment(Counter.HTTP_TIMED_OUT);
            }
            if (expired == ClientDeadline.Expired.REQUEST) {
                refuse(HttpResponseStatus.REQUEST_TIMEOUT, "the request did not arrive in time");
            } else {
                ctx.close();
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("connection of {} lost: {}", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            counters.increment(Counter.HTTP_FAILED);
            log.error("connection of {} closed", ctx.channel().remoteAddress(), cause);
        }
        ctx.close();
    }

    private void answer(HttpRequest complete) {
        Optional<RequestTarget> target = RequestTarget.parse(complete.uri());
        if (complete.protocolVersion().majorVersion() != HttpVersion.HTTP_1_1.majorVersion()) {
            refuse(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1.0 and HTTP/1.1");
        } else if (target.isEmpty()) {
            refuse(HttpResponseStatus.BAD_REQUEST, "malformed request target");
        } else if (!hasHost(complete)) {
            refuse(HttpResponseStatus.BAD_REQUEST, "exactly one Host header is needed");
        } else {
            counters.increment(Counter.HTTP_REQUESTS);
            answers.answering(complete);
            router.answer(new Exchange(complete, target.get(), answers));
        }
    }

    /** RFC 9112, 3.2: HTTP/1.1 must have exactly one. */
    private static boolean hasHost(HttpRequest complete) {
        return complete.protocolVersion().equals(HttpVersion.HTTP_1_0)
                || complete.headers().getAll(HttpHeaderNames.HOST).size() == 1;
    }

    private void refuseMalformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            refuse(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the header fields are too large");
        } else {
            refuse(HttpResponseStatus.BAD_REQUEST, "malformed request");
        }
    }

    /** Answers and ends the connection: where the next request would begin is not known, or not worth waiting for. */
    private void refuse(HttpResponseStatus status, String sentence) {
        counters.increment(Counter.HTTP_REQUESTS);
        answers.answeringLast();
        answers.text(status, DefaultHttpHeadersFactory.headersFactory().newHeaders(), sentence);
    }
}
