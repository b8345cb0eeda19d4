package org.cotgateway.api.pushes;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.cotgateway.api.IgnoredFields;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.api.OffLoop;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.api.upload.Form;
import org.cotgateway.api.upload.Uploads;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Route;
import org.cotgateway.http.Router;
import org.cotgateway.hub.Publisher;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushDocument;
import org.cotgateway.push.PushRefusedException;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.cotgateway.push.PushService;
import org.jspecify.annotations.Nullable;

/** The routes of {@code /api/v1/pushes}. Loop-only. */
public final class PushRoutes {

    private static final String PATH = "/api/v1/pushes";
    private static final int USUALLY_LISTED = 100;
    private static final int MAX_LISTED = 1_000;
    private static final int RETRY_AFTER_S = 5;

    private volatile @Nullable PushService pushes;
    private final Function<String, List<Endpoint>> members;
    private final Uploads uploads;
    private final OffLoop documents;
    private final Counters counters;

    /** @param members the endpoints of a group; asked on the loop */
    public PushRoutes(Function<String, List<Endpoint>> members, Uploads uploads, OffLoop documents, Counters counters) {
        this.members = members;
        this.uploads = uploads;
        this.documents = documents;
        this.counters = counters;
    }

    /** From now on pushes are begun there. Until then requests are answered with 503. */
    public void to(PushService service) {
        pushes = service;
    }

    /** Adds the routes. */
    public void add(Router.Builder routes, OperatorsOnly operators) {
        routes.receiving(HttpMethod.POST, PATH, guard(operators, this::receive))
                .get(PATH, guard(operators, this::list))
                .get(PATH + "/{id}", guard(operators, withPush(this::tell)))
                .delete(PATH + "/{id}", guard(operators, withPush(this::cancel)));
    }

    /** What a route does with the service that there is. */
    private interface PushRoute {
        void answer(Exchange exchange, PushService service);
    }

    private Route guard(OperatorsOnly operators, PushRoute route) {
        return operators.guard(exchange -> {
            PushService service = pushes;
            if (service == null) {
                exchange.header(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_S);
                exchange.problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "the gateway is starting");
            } else {
                route.answer(exchange, service);
            }
        });
    }

    private static PushRoute withPush(BiConsumer<Exchange, Push> action) {
        return (exchange, service) -> {
            if (!new QueryCheck(exchange.target()).refused(exchange)) {
                service.find(exchange.pathParameter("id"))
                        .ifPresentOrElse(
                                push -> action.accept(exchange, push),
                                () -> exchange.problem(HttpResponseStatus.NOT_FOUND, "no such push, or not any more"));
            }
        };
    }

    private void receive(Exchange exchange, PushService service) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return;
        }
        uploads.receiveForm(
                exchange,
                PushForm::isAttachment,
                form -> documents.run(
                        exchange,
                        () -> PushForm.read(form),
                        reading -> begin(exchange, service, form, reading),
                        form::discard));
    }

    /** Who is in the groups is known on the loop; what is made for each of thousands of endpoints is made elsewhere. */
    private void begin(Exchange exchange, PushService service, Form form, PushForm.Reading reading) {
        List<Violation> violations = new ArrayList<>(reading.violations());
        List<Endpoint> ofGroups = new ArrayList<>();
        for (String group : reading.groups()) {
            List<Endpoint> found = members.apply(group);
            ofGroups.addAll(found);
            if (found.isEmpty() && Publisher.check(Set.of(group)).isEmpty()) {
                violations.add(Violation.of("group", group, "has no receivers"));
            }
        }
        PushRequest request = reading.request();
        AtomicBoolean begun = new AtomicBoolean();
        documents.run(
                exchange,
                () -> {
                    Beginning beginning = begin(service, request == null ? null : request.to(ofGroups), violations);
                    Push push = beginning.push();
                    if (push != null) {
                        begun.set(true);
                        push.whenPacked().thenRunAsync(form::discard, exchange.loop());
                    }
                    return beginning;
                },
                beginning -> answer(exchange, form, beginning, reading.ignored()),
                () -> {
                    if (!begun.get()) {
                        form.discard();
                    }
                });
    }

    /** What became of it: a push or, if it is null, everything that is wrong. */
    private record Beginning(
            @Nullable Push push, HttpResponseStatus status, String detail, List<Violation> violations) {}

    private static Beginning begin(PushService service, @Nullable PushRequest request, List<Violation> violations) {
        if (request != null) {
            service.check(request).stream()
                    .filter(more -> violations.stream().noneMatch(known -> says(known, more)))
                    .forEach(violations::add);
        }
        if (request == null || !violations.isEmpty()) {
            return new Beginning(null, HttpResponseStatus.UNPROCESSABLE_ENTITY, "the push breaks rules", violations);
        }
        try {
            return new Beginning(service.push(request), HttpResponseStatus.ACCEPTED, "", List.of());
        } catch (PushRefusedException refused) {
            return new Beginning(
                    null, HttpResponseStatus.SERVICE_UNAVAILABLE, "the push is refused for now", refused.violations());
        }
    }

    /** What a field is found to be by its text need not be said again of its value. */
    private static boolean says(Violation known, Violation more) {
        return known.field().equals(more.field())
                || more.field().equals("endpoints")
                        && (known.field().startsWith("to") || known.field().equals("group"));
    }

    private void answer(Exchange exchange, Form form, Beginning beginning, IgnoredFields ignored) {
        Push push = beginning.push();
        if (push != null) {
            exchange.header(HttpHeaderNames.LOCATION, PATH + "/" + push.id());
            documents.run(
                    exchange,
                    () -> {
                        Map<String, @Nullable Object> document = PushDocument.of(push.report());
                        document.put("ignored", ignored.named());
                        document.put("ignoredLeftOut", ignored.leftOut());
                        return JsonAnswer.document(json -> JsonAnswer.value(json, document));
                    },
                    document -> exchange.document(beginning.status(), JsonAnswer.CONTENT_TYPE, document));
            return;
        }
        form.discard();
        if (beginning.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            exchange.header(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_S);
        }
        exchange.problem(beginning.status(), beginning.detail(), beginning.violations());
    }

    private void list(Exchange exchange, PushService service) {
        QueryCheck query = new QueryCheck(exchange.target());
        int limit = query.number("limit", USUALLY_LISTED, 1, MAX_LISTED);
        if (query.refused(exchange)) {
            return;
        }
        documents.run(
                exchange,
                () -> JsonAnswer.document(json -> {
                    List<Push> newestFirst = service.newestFirst();
                    json.writeStartObject();
                    json.writeNumberField("count", newestFirst.size());
                    json.writeArrayFieldStart("pushes");
                    for (Push push : newestFirst.subList(0, Math.min(limit, newestFirst.size()))) {
                        PushReport report = push.report();
                        json.writeStartObject();
                        json.writeStringField("pushId", report.pushId());
                        json.writeStringField("uid", report.uid());
                        json.writeStringField("awaited", report.awaited().name().toLowerCase(Locale.ROOT));
                        json.writeBooleanField("ended", push.hasEnded());
                        JsonAnswer.time(json, "startedAt", push.startedAt());
                        json.writeNumberField("endpoints", report.endpoints());
                        json.writeNumberField("sent", report.sent());
                        json.writeNumberField("fetched", report.fetched());
                        json.writeNumberField("acknowledged", report.acknowledged());
                        json.writeNumberField("failed", report.failed());
                        json.writeNumberField("elapsedMs", report.elapsedMs());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }),
                document -> exchange.document(HttpResponseStatus.OK, JsonAnswer.CONTENT_TYPE, document));
    }

    private void tell(Exchange exchange, Push push) {
        String accept = exchange.requestHeader(HttpHeaderNames.ACCEPT);
        boolean live = accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
        if (!live || exchange.isHead()) {
            send(exchange, push);
        } else if (push.hasEnded() && exchange.requestHeader("last-event-id") != null) {
            // A reader that comes back for what it has seen the end of: this is how it is told to come no more.
            exchange.empty(HttpResponseStatus.NO_CONTENT);
        } else {
            PushFollower.follow(push, exchange, documents);
        }
    }

    private void cancel(Exchange exchange, Push push) {
        counters.increment(Counter.PUSHES_CANCELLED);
        push.cancel();
        // Behind the cancelling, which is done on the loop, too.
        exchange.loop().execute(() -> send(exchange, push));
    }

    private void send(Exchange exchange, Push push) {
        documents.run(
                exchange,
                () -> JsonAnswer.document(json -> JsonAnswer.value(json, PushDocument.of(push.report()))),
                document -> exchange.document(HttpResponseStatus.OK, JsonAnswer.CONTENT_TYPE, document));
    }
}
