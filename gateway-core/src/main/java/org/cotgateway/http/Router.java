package org.cotgateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** Finds the route of a request by the first segment of its path. Loop-only. */
final class Router {

    private final Map<String, Route> routes;

    /** A router to these routes by first segment. */
    Router(Map<String, Route> routes) {
        this.routes = Map.copyOf(routes);
    }

    /** Answers the request, or has its route answer it. */
    void answer(Exchange exchange) {
        Route route = routes.get(exchange.target().segments().get(0));
        if (route == null) {
            exchange.text(HttpResponseStatus.NOT_FOUND, "nothing here");
        } else if (!exchange.isHead() && !exchange.method().equals(HttpMethod.GET)) {
            exchange.header(HttpHeaderNames.ALLOW, "GET, HEAD");
            exchange.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD");
        } else {
            route.answer(exchange);
        }
    }
}
