package org.cotgateway.api.events;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.PrintableText;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Route;
import org.cotgateway.http.Router;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.LatestEvent;
import org.cotgateway.hub.LatestEvents;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.json.CotJsonWriter;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of events, for operators.
 *
 * <pre>
 *   POST   /api/v1/events              publishes a document of events
 *   GET    /api/v1/events              the newest event of each uid
 *   GET    /api/v1/events/{uid}        that of one
 *   DELETE /api/v1/events/{uid}        has it deleted by all who have it
 *   GET    /api/v1/schema/event.json   the JSON Schema of our JSON
 * </pre>
 *
 * <p>Loop-only, apart from {@link #add}.
 */
public final class EventsRoutes {

    private static final String SCHEMA = "event.schema.json";
    private static final String SCHEMA_TYPE = "application/schema+json";

    private static final Logger log = LoggerFactory.getLogger(EventsRoutes.class);

    private final Hub hub;
    private final InstantSource clock;
    private final Counters counters;

    private EventsRoutes(Hub hub, InstantSource clock, Counters counters) {
        this.hub = hub;
        this.clock = clock;
        this.counters = counters;
    }

    /**
     * Adds the routes.
     *
     * @param isFull whether so much waits in memory that nothing more should be read now; asked on the loop
     */
    public static void add(
            Router.Builder routes,
            OperatorsOnly operators,
            Hub hub,
            EventImages images,
            Counters counters,
            InstantSource clock,
            BooleanSupplier isFull) {
        EventsRoutes events = new EventsRoutes(hub, clock, counters);
        PublishRoute publish = new PublishRoute(
                (image, publisher) -> hub.publish(image, List.of(), publisher), images, counters, isFull, clock);
        byte[] schema = schema();
        Route schemaRoute = exchange -> exchange.document(HttpResponseStatus.OK, SCHEMA_TYPE, schema);
        routes.receiving(HttpMethod.POST, "/api/v1/events", operators.guard(publish))
                .get("/api/v1/events", operators.guard(events::latest))
                .get("/api/v1/events/{uid}", operators.guard(events::one))
                .delete("/api/v1/events/{uid}", operators.guard(events::delete))
                .get("/api/v1/schema/event.json", operators.guard(schemaRoute));
    }

    private static byte[] schema() {
        try (InputStream schema = CotJsonWriter.class.getResourceAsStream(SCHEMA)) {
            if (schema == null) {
                throw new IllegalStateException(SCHEMA + " is missing");
            }
            return schema.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void latest(Exchange exchange) {
        EventsQuery query = EventsQuery.ofMany(exchange);
        if (query == null) {
            return;
        }
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (exchange.isHead()) {
            exchange.header(HttpHeaderNames.CONTENT_TYPE, query.format().mediaType());
            exchange.empty(HttpResponseStatus.OK);
        } else {
            new LatestStream(exchange, hub.latest(), query, clock, counters).begin();
        }
    }

    private void one(Exchange exchange) {
        EventsQuery query = EventsQuery.ofOne(exchange);
        if (query == null) {
            return;
        }
        LatestEvent event = hub.latest().find(exchange.pathParameter("uid"), clock.millis());
        if (event == null) {
            notFound(exchange);
        } else {
            show(exchange, hub.latest(), event, query.format(), counters);
        }
    }

    /** Answers with one event. */
    static void show(
            Exchange exchange, LatestEvents latest, LatestEvent event, EventsFormat format, Counters counters) {
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        try {
            exchange.document(HttpResponseStatus.OK, format.mediaType(), format.document(latest, event));
        } catch (RuntimeException refused) {
            counters.increment(Counter.LATEST_UNWRITABLE);
            log.warn("{}", PrintableText.of("event " + event + " cannot be written as " + format + ": " + refused));
            exchange.problem(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR, "this event cannot be written so; the log knows why");
        }
    }

    private void delete(Exchange exchange) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return;
        }
        String uid = exchange.pathParameter("uid");
        PublishOutcome outcome =
                hub.delete(uid, PublishRoute.name(HttpMethod.DELETE, exchange), exchange.clientAddress());
        switch (outcome) {
            case UNKNOWN -> notFound(exchange);
            case STOPPING -> exchange.problem(HttpResponseStatus.SERVICE_UNAVAILABLE, PublishRoute.STOPPING);
            default -> exchange.empty(HttpResponseStatus.NO_CONTENT);
        }
    }

    private static void notFound(Exchange exchange) {
        exchange.problem(
                HttpResponseStatus.NOT_FOUND,
                "no event of this uid is kept: none has come, or the newest is stale, deleted or pushed out");
    }
}
