package org.cotgateway.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a document that is made anew for each request to operators, and to nobody else. Loop-only. */
final class OperatorRoute implements Route {

    private static final Logger log = LoggerFactory.getLogger(OperatorRoute.class);

    /** Nobody keeps an account of these bytes. */
    private static final BodyObserver UNOBSERVED = new BodyObserver() {
        @Override
        public void wrote(long bytes) {}

        @Override
        public void ended(boolean whole) {}
    };

    private final List<String> path;
    private final String contentType;
    private final Supplier<CompletionStage<byte[]>> document;
    private final Networks operators;
    private final Counters counters;

    private OperatorRoute(
            List<String> path,
            String contentType,
            Supplier<CompletionStage<byte[]>> document,
            Networks operators,
            Counters counters) {
        this.path = path;
        this.contentType = contentType;
        this.document = document;
        this.operators = operators;
        this.counters = counters;
    }

    /** {@code /api/v1/status} */
    static OperatorRoute status(StatusSource source, Networks operators, Counters counters) {
        return new OperatorRoute(
                List.of("api", "v1", "status"), "application/json", source::status, operators, counters);
    }

    /** {@code /metrics} */
    static OperatorRoute metrics(StatusSource source, Networks operators, Counters counters) {
        String type = "text/plain; version=0.0.4; charset=utf-8";
        return new OperatorRoute(List.of("metrics"), type, source::metrics, operators, counters);
    }

    @Override
    public void answer(Exchange exchange) {
        InetAddress client = exchange.client();
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (!exchange.target().segments().equals(path)) {
            exchange.text(HttpResponseStatus.NOT_FOUND, "nothing here");
        } else if (!operators.contain(client)) {
            counters.increment(Counter.HTTP_FORBIDDEN);
            exchange.text(
                    HttpResponseStatus.FORBIDDEN,
                    client.getHostAddress() + " is not an operator's address; http.operators names those that are");
        } else {
            document.get().whenCompleteAsync((bytes, failure) -> answer(exchange, bytes, failure), exchange.loop());
        }
    }

    private void answer(Exchange exchange, byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (!exchange.isOpen()) {
            return;
        }
        if (bytes == null) {
            log.warn("no answer for /{}", String.join("/", path), failure);
            exchange.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the gateway cannot say; its log knows why");
            return;
        }
        exchange.header(HttpHeaderNames.CONTENT_TYPE, contentType);
        if (exchange.isHead()) {
            exchange.header(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
            exchange.empty(HttpResponseStatus.OK);
        } else {
            AnswerBody body = new AnswerBody(Unpooled.wrappedBuffer(bytes), bytes.length);
            exchange.body(HttpResponseStatus.OK, body, UNOBSERVED);
        }
    }
}
