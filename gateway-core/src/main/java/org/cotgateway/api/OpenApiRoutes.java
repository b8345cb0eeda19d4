package org.cotgateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;

/** {@code /api/v1/openapi.json}: all routes of the gateway as OpenAPI 3.1. */
public final class OpenApiRoutes {

    private static final String DOCUMENT = "openapi.json";

    private OpenApiRoutes() {}

    /** Adds the route. */
    public static void add(Router.Builder routes, OperatorsOnly operators) {
        byte[] document = document();
        routes.get(
                "/api/v1/openapi.json",
                operators.guard(
                        exchange -> exchange.document(HttpResponseStatus.OK, JsonAnswer.CONTENT_TYPE, document)));
    }

    private static byte[] document() {
        try (InputStream document = OpenApiRoutes.class.getResourceAsStream(DOCUMENT)) {
            if (document == null) {
                throw new IllegalStateException(DOCUMENT + " is missing");
            }
            return document.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
