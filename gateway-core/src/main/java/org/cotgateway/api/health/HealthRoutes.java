package org.cotgateway.api.health;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.function.Supplier;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.Router;

/**
 * Whether the gateway is well. {@code /health/live} answers as long as the event loop does; {@code /health/ready} says
 * whether there is a reason to send nobody here now. Both are open to all and give nothing away but that. Loop-only, apart
 * from {@link #add}.
 */
public final class HealthRoutes {

    private final Supplier<List<String>> hindrances;

    private HealthRoutes(Supplier<List<String>> hindrances) {
        this.hindrances = hindrances;
    }

    /**
     * Adds the routes.
     *
     * @param hindrances why the gateway is not ready, each reason a sentence; none if it is. Called on the loop
     */
    public static void add(Router.Builder routes, Supplier<List<String>> hindrances) {
        HealthRoutes health = new HealthRoutes(hindrances);
        routes.get("/health/live", exchange -> answer(exchange, "live")).get("/health/ready", health::ready);
    }

    private void ready(Exchange exchange) {
        List<String> reasons = hindrances.get();
        if (reasons.isEmpty()) {
            answer(exchange, "ready");
            return;
        }
        noStore(exchange);
        JsonAnswer.problem(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE, "the gateway is not ready", json -> {
            json.writeFieldName("reasons");
            JsonAnswer.value(json, reasons);
        });
    }

    private static void answer(Exchange exchange, String word) {
        noStore(exchange);
        JsonAnswer.send(exchange, HttpResponseStatus.OK, json -> {
            json.writeStartObject();
            json.writeStringField("status", word);
            json.writeEndObject();
        });
    }

    /** What was so a moment ago says nothing. */
    private static void noStore(Exchange exchange) {
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    }
}
