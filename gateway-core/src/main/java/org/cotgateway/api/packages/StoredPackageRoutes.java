package org.cotgateway.api.packages;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.api.OffLoop;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.api.packages.PackageIntake.SaidHash;
import org.cotgateway.api.upload.Form;
import org.cotgateway.api.upload.UploadedFile;
import org.cotgateway.api.upload.Uploads;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.FetchRecord;
import org.cotgateway.datapackage.PackageLimits;
import org.cotgateway.datapackage.PackageManifest;
import org.cotgateway.datapackage.PackageReader;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.datapackage.Submission;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/** The routes of {@code /api/v1/packages}. Loop-only. */
public final class StoredPackageRoutes {

    private static final String SHA256 = "sha256";
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String FORM = "multipart/form-data";
    private static final int MAX_LISTED = 10_000;
    private static final int USUALLY_LISTED = 1_000;

    private final PackageStore store;
    private final FetchLedger ledger;
    private final Uploads uploads;
    private final PackageIntake intake;
    private final OffLoop disk;
    private final OffLoop documents;
    private final Counters counters;

    /**
     * Store and ledger stay the caller's.
     *
     * @param disk for what touches the store's directory
     * @param documents for what is made of what is in memory
     */
    public StoredPackageRoutes(
            PackageStore store,
            FetchLedger ledger,
            Uploads uploads,
            PackageIntake intake,
            OffLoop disk,
            OffLoop documents,
            Counters counters) {
        this.store = store;
        this.ledger = ledger;
        this.uploads = uploads;
        this.intake = intake;
        this.disk = disk;
        this.documents = documents;
        this.counters = counters;
    }

    /** Adds the routes. */
    public void add(Router.Builder routes, OperatorsOnly operators) {
        routes.get("/api/v1/packages", operators.guard(this::list))
                .receiving(HttpMethod.POST, "/api/v1/packages", operators.guard(this::receive))
                .get("/api/v1/packages/{sha256}", operators.guard(this::describe))
                .delete("/api/v1/packages/{sha256}", operators.guard(this::remove));
    }

    private void list(Exchange exchange) {
        QueryCheck query = new QueryCheck(exchange.target());
        int limit = query.number("limit", USUALLY_LISTED, 1, MAX_LISTED);
        if (!query.refused(exchange)) {
            documents.run(
                    exchange,
                    () -> JsonAnswer.document(json -> {
                        List<StoredPackage> all = store.packages();
                        Map<String, Long> completed = completedFetches();
                        json.writeStartObject();
                        json.writeNumberField("count", all.size());
                        json.writeNumberField(
                                "sizeBytes",
                                all.stream().mapToLong(StoredPackage::sizeBytes).sum());
                        json.writeArrayFieldStart("packages");
                        for (StoredPackage stored : all.stream()
                                .sorted(Comparator.comparing(StoredPackage::fileName)
                                        .thenComparing(StoredPackage::sha256))
                                .limit(limit)
                                .toList()) {
                            json.writeStartObject();
                            PackageJson.fields(
                                    json,
                                    stored,
                                    store.submission(stored.sha256()).orElse(null));
                            json.writeNumberField("completedFetches", completed.getOrDefault(stored.sha256(), 0L));
                            json.writeEndObject();
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    }),
                    document -> exchange.document(HttpResponseStatus.OK, JsonAnswer.CONTENT_TYPE, document));
        }
    }

    private Map<String, Long> completedFetches() {
        Map<String, Long> completed = new HashMap<>();
        for (FetchRecord record : ledger.records()) {
            completed.merge(record.sha256(), record.completed(), Long::sum);
        }
        return completed;
    }

    private void describe(Exchange exchange) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return;
        }
        store.find(exchange.pathParameter(SHA256))
                .ifPresentOrElse(
                        stored -> disk.run(
                                exchange,
                                () -> document(stored),
                                document ->
                                        exchange.document(HttpResponseStatus.OK, JsonAnswer.CONTENT_TYPE, document)),
                        () -> refuseUnknown(exchange));
    }

    private byte[] document(StoredPackage stored) {
        Optional<PackageManifest> manifest = new PackageReader(PackageLimits.DEFAULT).manifest(stored.path());
        return JsonAnswer.document(json -> {
            json.writeStartObject();
            PackageJson.fields(json, stored, store.submission(stored.sha256()).orElse(null));
            if (manifest.isPresent()) {
                PackageJson.contents(json, manifest.get());
            }
            PackageJson.fetches(json, ledger.recordsOf(stored.sha256()));
            json.writeEndObject();
        });
    }

    private void receive(Exchange exchange) {
        QueryCheck query = new QueryCheck(exchange.target());
        String sha256 = query.text(SHA256);
        if (sha256 != null && !HASH.matcher(sha256).matches()) {
            query.wrong(Violation.of(SHA256, sha256, "must be 64 hexadecimal digits"));
        }
        if (query.refused(exchange)) {
            return;
        }
        String type = exchange.requestHeader(HttpHeaderNames.CONTENT_TYPE);
        if (type != null && type.regionMatches(true, 0, FORM, 0, FORM.length())) {
            uploads.receiveForm(exchange, head -> head.fileName() != null, form -> take(exchange, form, sha256));
        } else {
            uploads.receiveFile(exchange, form -> take(exchange, form, sha256));
        }
    }

    private void take(Exchange exchange, Form form, @Nullable String sha256) {
        List<Violation> others = form.fields().stream()
                .map(field ->
                        Violation.of(field.head().name(), null, "is no file; the form must hold one, and no more"))
                .toList();
        if (form.files().size() != 1 || !others.isEmpty()) {
            form.discard();
            exchange.problem(
                    HttpResponseStatus.BAD_REQUEST,
                    form.files().size() == 1
                            ? "the form must hold nothing but the file"
                            : "the form must hold one file, not " + form.files().size(),
                    others);
            return;
        }
        UploadedFile file = form.files().get(0);
        Submission submission = new Submission(
                file.fileName(),
                null,
                exchange.client().getHostAddress(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                false);
        SaidHash said = sha256 == null ? null : new SaidHash(SHA256, sha256);
        intake.take(exchange, form, file, said, true, submission, stored -> {
            exchange.header(HttpHeaderNames.LOCATION, "/api/v1/packages/" + stored.sha256());
            JsonAnswer.send(exchange, HttpResponseStatus.CREATED, json -> {
                json.writeStartObject();
                PackageJson.fields(
                        json, stored, store.submission(stored.sha256()).orElse(null));
                json.writeEndObject();
            });
        });
    }

    private void remove(Exchange exchange) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return;
        }
        String sha256 = exchange.pathParameter(SHA256).toLowerCase(Locale.ROOT);
        disk.run(exchange, () -> store.remove(sha256), removal -> {
            switch (removal) {
                case REMOVED -> {
                    counters.increment(Counter.PACKAGES_DELETED);
                    exchange.empty(HttpResponseStatus.NO_CONTENT);
                }
                case IN_USE ->
                    exchange.problem(HttpResponseStatus.CONFLICT, "a push that is under way needs this package");
                case UNKNOWN -> refuseUnknown(exchange);
            }
        });
    }

    private static void refuseUnknown(Exchange exchange) {
        exchange.problem(HttpResponseStatus.NOT_FOUND, "no such package");
    }
}
