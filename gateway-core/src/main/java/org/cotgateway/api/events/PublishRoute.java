package org.cotgateway.api.events;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.NetUtil;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotgateway.api.BodyPause;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.Violation;
import org.cotgateway.feed.FeedPause;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.Route;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.hub.Publisher;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.DocumentReaders;
import org.cotgateway.json.DocumentSettings;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/** Publishes the events of a document, to the groups that the query names. Loop-only. */
final class PublishRoute implements Route {

    /** Takes events in. */
    @FunctionalInterface
    interface Sink {

        /** @param image lent; keeps all rules */
        PublishOutcome publish(EventImage image, Publisher publisher);
    }

    static final String STOPPING = "the gateway has been told to stop";

    private static final String GROUP = "group";
    private static final String TAKEN =
            Stream.of(DocumentFormat.values()).map(DocumentFormat::mediaType).collect(Collectors.joining(", "));

    private final Sink sink;
    private final EventImages images;
    private final Counters counters;
    private final BooleanSupplier isFull;
    private final InstantSource clock;
    /** For all requests: they come one after the other, and a reader takes longer to make than an event to be read. */
    private final DocumentReaders readers = new DocumentReaders(DocumentSettings.DEFAULT);

    PublishRoute(Sink sink, EventImages images, Counters counters, BooleanSupplier isFull, InstantSource clock) {
        this.sink = sink;
        this.images = images;
        this.counters = counters;
        this.isFull = isFull;
        this.clock = clock;
    }

    /** What the log calls whoever asks. */
    static String name(HttpMethod method, Exchange exchange) {
        return method + " /api/v1/events from " + NetUtil.toSocketAddressString(exchange.clientAddress());
    }

    @Override
    public void answer(Exchange exchange) {
        QueryCheck query = new QueryCheck(exchange.target());
        Set<String> groups = query.texts(GROUP);
        Publisher.check(groups).forEach(query::wrong);
        if (query.refused(exchange)) {
            return;
        }
        String contentType = exchange.requestHeader(HttpHeaderNames.CONTENT_TYPE);
        Optional<DocumentFormat> format =
                contentType == null ? Optional.empty() : DocumentFormat.ofMediaType(contentType);
        if (format.isEmpty()) {
            refuse(exchange, "Content-Type", contentType, "must be one of " + TAKEN);
        } else if (contentType != null && !isUtf8(contentType)) {
            refuse(exchange, "charset", contentType, "must be UTF-8, or not be there");
        } else {
            Publisher publisher = new Publisher(name(HttpMethod.POST, exchange), exchange.clientAddress(), groups);
            BodyPause pause = new BodyPause(exchange, new FeedPause(exchange.loop(), isFull));
            new EventsIntake(exchange, sink, images, publisher, counters, pause, clock).begin(readers, format.get());
        }
    }

    private static void refuse(Exchange exchange, String field, @Nullable String value, String rule) {
        Violation wrong = Violation.of(field, value, rule);
        exchange.header(HttpHeaderNames.ACCEPT, TAKEN);
        exchange.problem(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "this body is not taken", List.of(wrong));
    }

    private static boolean isUtf8(String contentType) {
        CharSequence charset = HttpUtil.getCharsetAsSequence(contentType);
        if (charset == null) {
            return true;
        }
        String name = charset.toString().replace("\"", "").strip();
        try {
            return Charset.forName(name).equals(StandardCharsets.UTF_8) || name.equalsIgnoreCase("us-ascii");
        } catch (IllegalArgumentException noCharset) {
            return false;
        }
    }
}
