package org.cotgateway.api.stream;

import org.cotgateway.channel.WebSocketTexts;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.cotgateway.hub.WebSockets;
import org.cotgateway.metrics.Counters;

/** Events both ways by WebSocket, at {@code /api/v1/stream}. */
public final class StreamRoutes {

    private StreamRoutes() {}

    /** Adds the route. */
    public static void add(
            Router.Builder routes,
            OperatorsOnly operators,
            WebSockets webSockets,
            WebSocketTexts texts,
            Counters counters) {
        routes.get("/api/v1/stream", operators.guard(new StreamRoute(webSockets, texts, counters)));
    }
}
