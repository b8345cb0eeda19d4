package org.cotgateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.cotgateway.event.PrintableText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a document that is made anew for each request. Loop-only. */
public final class DocumentRoute implements Route {

    private static final Logger log = LoggerFactory.getLogger(DocumentRoute.class);

    private final String contentType;
    private final Supplier<CompletionStage<byte[]>> document;

    /**
     * @param document called on the loop, must not block; the answer comes on any thread
     */
    public DocumentRoute(String contentType, Supplier<CompletionStage<byte[]>> document) {
        this.contentType = contentType;
        this.document = document;
    }

    @Override
    public void answer(Exchange exchange) {
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        document.get().whenCompleteAsync((bytes, failure) -> answer(exchange, bytes, failure), exchange.loop());
    }

    private void answer(Exchange exchange, byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (!exchange.isOpen()) {
            return;
        }
        if (bytes == null) {
            log.warn(
                    "no answer for /{}",
                    PrintableText.of(String.join("/", exchange.target().segments())),
                    failure);
            exchange.problem(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the gateway cannot say; its log knows why");
        } else {
            exchange.document(HttpResponseStatus.OK, contentType, bytes);
        }
    }
}
