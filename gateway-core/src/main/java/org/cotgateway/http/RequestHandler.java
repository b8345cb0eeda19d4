package org.cotgateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one connection's requests, one at a time: the next is read when the last byte of an answer is written. Refuses
 * what is malformed or too large and hands the rest to the router's routes: with the body as it comes to those that take
 * one, when the body has been thrown away to the others. Throws away whatever comes behind the request whose answer ends
 * the connection. Loop-only.
 */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> implements BodyArrival.Owner {

    private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

    private final Router router;
    private final Counters counters;
    private final HttpSettings settings;
    private final AnswerWriter answers;
    private @Nullable Discarding discarding;
    private @Nullable BodyArrival arriving;

    RequestHandler(Router router, AnswerWriter answers, Counters counters, HttpSettings settings) {
        this.router = router;
        this.counters = counters;
        this.settings = settings;
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
        if (arriving != null ? arriving.wantsMore() : !answers.isAnswering()) {
            ctx.read();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (answers.isLast() && arriving == null) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            refuseMalformed(part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpRequest head) {
            begin(ctx, head);
        }
        if (part instanceof HttpContent content) {
            if (arriving != null) {
                arriving.take(content);
            } else if (discarding != null) {
                discard(ctx, content, discarding);
            }
        } else if (discarding != null) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        answers.writabilityChanged();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        BodyArrival body = arriving;
        arriving = null;
        if (body != null) {
            body.failed("the client is gone");
        }
        answers.closed();
        ctx.fireChannelInactive();
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
            ctx.close();
            return;
        }
        log.error("connection of {} closed", ctx.channel().remoteAddress(), cause);
        if (answers.isAnswering() && !answers.hasBegun()) {
            refuse(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the gateway cannot do that; its log knows why");
        } else {
            counters.increment(Counter.HTTP_FAILED);
            ctx.close();
        }
    }

    @Override
    public void arrived() {
        arriving = null;
    }

    @Override
    public void unpackable(RequestBody.Refusal refusal) {
        switch (refusal) {
            case MALFORMED -> refuse(HttpResponseStatus.BAD_REQUEST, "the body is not whole gzip");
            case TOO_LARGE ->
                refuse(
                        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                        "the body unpacks to more than " + settings.maxUnpackedBytes() + " bytes");
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        Optional<RequestTarget> target = RequestTarget.parse(head.uri());
        if (head.protocolVersion().majorVersion() != HttpVersion.HTTP_1_1.majorVersion()) {
            refuse(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1.0 and HTTP/1.1");
        } else if (!isFramingKnown(head)) {
            refuse(HttpResponseStatus.NOT_IMPLEMENTED, "no Transfer-Encoding but chunked");
        } else if (target.isEmpty()) {
            refuse(HttpResponseStatus.BAD_REQUEST, "malformed request target");
        } else if (RequestHost.of(head).isEmpty()) {
            refuse(
                    HttpResponseStatus.BAD_REQUEST,
                    "exactly one Host header is needed; it must be a host, with its port if that is not 80");
        } else {
            Router.Match match = router.find(head.method(), target.get());
            Route route = match.route();
            if (route != null && match.takesBody()) {
                counters.increment(Counter.HTTP_REQUESTS);
                BodyArrival body = new BodyArrival(ctx, head, answers, settings.maxUnpackedBytes(), this);
                arriving = body;
                answers.receiving(head);
                route.answer(new Exchange(head, target.get(), match.parameters(), answers, body));
                if (body.isOver()) {
                    arriving = null;
                } else {
                    body.begin();
                }
            } else if (!head.headers().contains(HttpHeaderNames.EXPECT)) {
                discarding = new Discarding(head, target.get(), match);
            } else if (route != null) {
                refuse(HttpResponseStatus.EXPECTATION_FAILED, "send no body");
            } else {
                answerLast(new Discarding(head, target.get(), match));
            }
        }
    }

    private void discard(ChannelHandlerContext ctx, HttpContent content, Discarding request) {
        request.bodyBytes += content.content().readableBytes();
        if (request.bodyBytes > settings.maxBodyBytes() && request.match.route() == null) {
            answerLast(request);
        } else if (request.bodyBytes > settings.maxBodyBytes()) {
            refuse(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "no body is wanted here, and this one has more than " + settings.maxBodyBytes() + " bytes");
        } else if (content instanceof LastHttpContent) {
            answers.answering(request.head);
            answer(request);
        } else {
            ctx.read();
        }
    }

    /** Nothing takes this request, whatever its body is: that is said without waiting for the rest, and ends the connection. */
    private void answerLast(Discarding request) {
        answers.answeringLast();
        answer(request);
    }

    private void answer(Discarding request) {
        discarding = null;
        counters.increment(Counter.HTTP_REQUESTS);
        Router.Match match = request.match;
        Exchange exchange = new Exchange(request.head, request.target, match.parameters(), answers, null);
        Route route = match.route();
        if (route != null) {
            route.answer(exchange);
        } else if (match.allowed().isEmpty()) {
            exchange.problem(HttpResponseStatus.NOT_FOUND, "nothing here");
        } else {
            String allowed = String.join(", ", match.allowed());
            exchange.header(HttpHeaderNames.ALLOW, allowed);
            exchange.problem(HttpResponseStatus.METHOD_NOT_ALLOWED, "only " + allowed);
        }
    }

    /** Where a body ends is known by its length or by chunks, not if there is another coding (RFC 9112, 6.1). */
    private static boolean isFramingKnown(HttpRequest head) {
        List<String> codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                || codings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                                codings.get(0).strip());
    }

    private void refuseMalformed(Throwable cause) {
        boolean inBody = arriving != null || discarding != null;
        if (cause instanceof TooLongHttpLineException && !inBody) {
            refuse(
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    "the request line has more than " + settings.maxRequestLineBytes() + " bytes");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "the header fields have more than " + settings.maxHeaderBytes() + " bytes");
        } else {
            refuse(HttpResponseStatus.BAD_REQUEST, "malformed request");
        }
    }

    /** Answers and ends the connection: where the next request would begin is not known, or not worth waiting for. */
    private void refuse(HttpResponseStatus status, String sentence) {
        BodyArrival body = arriving;
        arriving = null;
        discarding = null;
        boolean wasAnswering = answers.isAnswering();
        answers.answeringLast();
        if (body != null) {
            body.refused(status, sentence);
        } else if (!wasAnswering) {
            counters.increment(Counter.HTTP_REQUESTS);
        }
        if (!answers.hasBegun()) {
            answers.problem(status, DefaultHttpHeadersFactory.headersFactory().newHeaders(), sentence, List.of());
        }
    }

    /** A request whose body is thrown away before it is answered. */
    private static final class Discarding {
        private final HttpRequest head;
        private final RequestTarget target;
        private final Router.Match match;
        private long bodyBytes;

        Discarding(HttpRequest head, RequestTarget target, Router.Match match) {
            this.head = head;
            this.target = target;
            this.match = match;
        }
    }
}
