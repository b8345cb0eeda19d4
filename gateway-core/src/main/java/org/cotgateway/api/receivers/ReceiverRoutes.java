package org.cotgateway.api.receivers;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.api.OffLoop;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.api.SmallBody;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.cotgateway.hub.Connections;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of receivers, for operators.
 *
 * <pre>
 *   GET    /api/v1/receivers          all, and how they are doing
 *   POST   /api/v1/receivers          adds an endpoint that events go to, until the gateway ends
 *   GET    /api/v1/receivers/{name}   one
 *   DELETE /api/v1/receivers/{name}   removes one that was added
 * </pre>
 *
 * <p>Loop-only, apart from the constructor.
 */
public final class ReceiverRoutes {

    private static final Logger log = LoggerFactory.getLogger(ReceiverRoutes.class);

    private static final String PATH = "/api/v1/receivers";
    private static final String ONE = PATH + "/{name}";
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private final Connections connections;
    private final ReceiverSource receivers;
    private final OffLoop disk;
    private final OffLoop documents;

    /**
     * @param disk changes who receives, for which files of keys and certificates are read
     * @param documents reads what was asked for, and waits for no disk
     */
    public ReceiverRoutes(Connections connections, ReceiverSource receivers, OffLoop disk, OffLoop documents) {
        this.connections = connections;
        this.receivers = receivers;
        this.disk = disk;
        this.documents = documents;
    }

    /** Adds the routes. */
    public void add(Router.Builder routes, OperatorsOnly operators) {
        routes.get(PATH, operators.guard(this::list))
                .receiving(HttpMethod.POST, PATH, operators.guard(this::receive))
                .get(ONE, operators.guard(this::one))
                .delete(ONE, operators.guard(this::remove));
    }

    private void list(Exchange exchange) {
        if (!new QueryCheck(exchange.target()).refused(exchange)) {
            answer(exchange, receivers.receivers(), document -> send(exchange, HttpResponseStatus.OK, document));
        }
    }

    private void one(Exchange exchange) {
        if (!new QueryCheck(exchange.target()).refused(exchange)) {
            send(exchange, HttpResponseStatus.OK, exchange.pathParameter("name"));
        }
    }

    private void receive(Exchange exchange) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return;
        }
        String type = exchange.requestHeader(HttpHeaderNames.CONTENT_TYPE);
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JsonAnswer.CONTENT_TYPE)) {
            exchange.header(HttpHeaderNames.ACCEPT, JsonAnswer.CONTENT_TYPE);
            exchange.problem(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "this body is not taken",
                    List.of(Violation.of("Content-Type", type, "must be " + JsonAnswer.CONTENT_TYPE)));
            return;
        }
        SmallBody.receive(
                exchange,
                MAX_BODY_BYTES,
                body -> documents.run(exchange, () -> ReceiverReader.read(body), reading -> add(exchange, reading)));
    }

    private void add(Exchange exchange, ReceiverReader.Reading reading) {
        EndpointReceiver receiver = reading.receiver();
        if (receiver == null) {
            exchange.problem(
                    HttpResponseStatus.UNPROCESSABLE_ENTITY, "the receiver breaks rules", reading.violations());
        } else {
            change(exchange, () -> connections.add(receiver), outcome -> added(exchange, receiver, outcome));
        }
    }

    private void added(Exchange exchange, EndpointReceiver receiver, Connections.Addition outcome) {
        switch (outcome) {
            case ADDED -> {
                log.info("receiver {} at {} added by {}", receiver.name(), receiver.endpoint(), exchange.client());
                String name = URLEncoder.encode(receiver.name(), StandardCharsets.UTF_8)
                        .replace("+", "%20");
                exchange.header(HttpHeaderNames.LOCATION, PATH + "/" + name);
                send(exchange, HttpResponseStatus.CREATED, receiver.name());
            }
            case NAME_TAKEN -> taken(exchange, "name", receiver.name());
            case ADDRESS_TAKEN -> taken(exchange, "address", receiver.endpoint().toString());
            case FULL ->
                exchange.problem(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        "at most " + Connections.MAX_ADDED + " receivers can be added");
        }
    }

    private static void taken(Exchange exchange, String field, String value) {
        exchange.problem(
                HttpResponseStatus.CONFLICT,
                "there is such a receiver already",
                List.of(Violation.of(field, value, "must be unique")));
    }

    private void remove(Exchange exchange) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return;
        }
        String name = exchange.pathParameter("name");
        change(exchange, () -> connections.remove(name), outcome -> {
            switch (outcome) {
                case REMOVED -> {
                    log.info("receiver {} removed by {}", name, exchange.client());
                    exchange.empty(HttpResponseStatus.NO_CONTENT);
                }
                case OF_SETTINGS ->
                    exchange.problem(
                            HttpResponseStatus.CONFLICT,
                            "the gateway's configuration names this receiver, and would bring it back when it is read"
                                    + " again: take it out there");
                case UNKNOWN -> unknown(exchange);
            }
        });
    }

    private record Changed<T>(@Nullable T outcome, @Nullable String refusal) {}

    private <T> void change(Exchange exchange, Callable<T> change, Consumer<T> then) {
        Callable<Changed<T>> work = () -> {
            try {
                return new Changed<>(change.call(), null);
            } catch (IOException refused) {
                return new Changed<>(null, refused.getMessage());
            }
        };
        disk.run(exchange, work, changed -> {
            T outcome = changed.outcome();
            if (outcome == null) {
                exchange.problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "nothing has changed: " + changed.refusal());
            } else {
                then.accept(outcome);
            }
        });
    }

    /** Answers with how the receiver of this name is doing. */
    private void send(Exchange exchange, HttpResponseStatus status, String name) {
        answer(
                exchange,
                receivers.receiver(name),
                found -> found.ifPresentOrElse(document -> send(exchange, status, document), () -> unknown(exchange)));
    }

    private static void send(Exchange exchange, HttpResponseStatus status, byte[] document) {
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        exchange.document(status, JsonAnswer.CONTENT_TYPE, document);
    }

    private static <T> void answer(Exchange exchange, CompletionStage<T> asked, Consumer<T> then) {
        BiConsumer<T, @Nullable Throwable> answer = (document, failure) -> {
            if (!exchange.isOpen()) {
                return;
            }
            if (failure == null) {
                then.accept(document);
            } else {
                log.warn("how receivers are doing cannot be said", failure);
                exchange.problem(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the gateway cannot say; its log knows why");
            }
        };
        asked.whenCompleteAsync(answer, exchange.loop());
    }

    private static void unknown(Exchange exchange) {
        exchange.problem(HttpResponseStatus.NOT_FOUND, "there is no such receiver");
    }
}
