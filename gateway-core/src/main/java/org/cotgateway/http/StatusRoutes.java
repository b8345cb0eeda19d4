package org.cotgateway.http;

/** Tells operators how the gateway is doing, at {@code /api/v1/status} and {@code /metrics}. */
public final class StatusRoutes {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private StatusRoutes() {}

    /** Adds the routes. */
    public static void add(Router.Builder routes, StatusSource status, OperatorsOnly operators) {
        routes.get("/api/v1/status", operators.guard(new DocumentRoute("application/json", status::status)))
                .get("/metrics", operators.guard(new DocumentRoute(PROMETHEUS, status::metrics)));
    }
}
