package org.cotgateway.api.marti;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.api.OffLoop;
import org.cotgateway.api.SmallBody;
import org.cotgateway.api.packages.PackageIntake;
import org.cotgateway.api.packages.PackageIntake.SaidHash;
import org.cotgateway.api.upload.Form;
import org.cotgateway.api.upload.UploadedFile;
import org.cotgateway.api.upload.Uploads;
import org.cotgateway.datapackage.PackageFile;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.datapackage.Submission;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.RequestTarget;
import org.cotgateway.http.Router;
import org.jspecify.annotations.Nullable;

/**
 * Handing data packages on over a server (TAK Server's Enterprise Sync, as ATAK uses it): a device uploads a package, tells
 * the others its URL, or makes it public for all to find. What is not public is found by its hash alone. Loop-only.
 */
final class PackageSync {

    static final String KEYWORD = "missionpackage";
    static final String PUBLIC = "public";
    static final String PRIVATE = "private";

    private static final String CONTENT = "/Marti/sync/content";
    private static final String HASH_PARAMETER = "hash";
    private static final String ASSET = "assetfile";
    private static final int MAX_RESULTS = 1_000;
    private static final int MAX_TOOL_BYTES = 64;
    private static final int MAX_LABEL_CHARS = 200;
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private final PackageStore store;
    private final Uploads uploads;
    private final PackageIntake intake;
    private final OffLoop disk;
    private final OffLoop documents;

    PackageSync(PackageStore store, Uploads uploads, PackageIntake intake, OffLoop disk, OffLoop documents) {
        this.store = store;
        this.uploads = uploads;
        this.intake = intake;
        this.disk = disk;
        this.documents = documents;
    }

    void add(Router.Builder routes, Devices devices) {
        routes.receiving(HttpMethod.POST, "/Marti/sync/missionupload", devices.guard(this::upload))
                .get("/Marti/sync/missionquery", devices.guard(this::query))
                .get("/Marti/sync/search", devices.guard(this::search))
                .receiving(HttpMethod.PUT, "/Marti/api/sync/metadata/{hash}/tool", devices.guard(this::setTool));
    }

    /** The package that a request for content means. */
    Optional<StoredPackage> content(RequestTarget target) {
        String hash = target.parameter(HASH_PARAMETER);
        return hash == null ? Optional.empty() : store.find(hash);
    }

    private void upload(Exchange exchange) {
        String hash = exchange.target().parameter(HASH_PARAMETER);
        if (hash == null || !HASH.matcher(hash).matches()) {
            exchange.problem(
                    HttpResponseStatus.BAD_REQUEST,
                    "the query breaks rules",
                    List.of(Violation.of(HASH_PARAMETER, hash, "must be the package's sha256 in hexadecimal")));
        } else if (host(exchange) == null) {
            refuseHost(exchange);
        } else {
            uploads.receiveForm(
                    exchange,
                    head -> head.fileName() != null || head.name().equals(ASSET),
                    form -> take(exchange, form, hash));
        }
    }

    private void take(Exchange exchange, Form form, String hash) {
        if (form.files().isEmpty()) {
            form.discard();
            exchange.problem(HttpResponseStatus.BAD_REQUEST, "the form must hold the package as its field " + ASSET);
            return;
        }
        UploadedFile file = form.files().stream()
                .filter(each -> each.field().equals(ASSET))
                .findFirst()
                .orElse(form.files().get(0));
        String name = exchange.target().parameter("filename");
        Submission submission = new Submission(
                label(name == null ? file.fileName() : name),
                label(exchange.target().parameter("creatorUid")),
                exchange.client().getHostAddress(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                false);
        intake.take(
                exchange,
                form,
                file,
                new SaidHash(HASH_PARAMETER, hash),
                false,
                submission,
                stored -> sendUrl(exchange, stored));
    }

    private void query(Exchange exchange) {
        content(exchange.target())
                .ifPresentOrElse(
                        stored -> sendUrl(exchange, stored),
                        () -> exchange.problem(HttpResponseStatus.NOT_FOUND, "no such package"));
    }

    /** The URL by which the device that asks reaches this server, and which it gives to others. */
    private static void sendUrl(Exchange exchange, StoredPackage stored) {
        String host = host(exchange);
        if (host == null) {
            refuseHost(exchange);
        } else {
            String url = "http://" + host + CONTENT + "?hash=" + stored.sha256();
            exchange.document(HttpResponseStatus.OK, "text/plain", url.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The host and port that the device asks, or null if it says nothing of that kind. */
    private static @Nullable String host(Exchange exchange) {
        String host = exchange.requestHeader(HttpHeaderNames.HOST);
        return host != null && HOST.matcher(host).matches() ? host : null;
    }

    private static void refuseHost(Exchange exchange) {
        String host = exchange.requestHeader(HttpHeaderNames.HOST);
        exchange.problem(
                HttpResponseStatus.BAD_REQUEST,
                "the URL is made of the request's Host",
                List.of(Violation.of("Host", host, "must be a host, with its port if that is not 80")));
    }

    private void search(Exchange exchange) {
        String tool = exchange.target().parameter("tool");
        String keywords = exchange.target().parameter("keywords");
        documents.run(
                exchange,
                () -> results(tool, keywords == null ? KEYWORD : keywords.strip()),
                document -> exchange.document(HttpResponseStatus.OK, JsonAnswer.CONTENT_TYPE, document));
    }

    /** A package with how it came here. */
    private record Found(StoredPackage stored, Submission submission) {

        /** Safe for devices, which may take it for the name of a file. */
        String name() {
            String given = submission.name();
            return given == null ? stored.fileName() : PackageFile.nameOf(given);
        }

        boolean matches(String keywords) {
            return keywords.equalsIgnoreCase(KEYWORD)
                    || name().toLowerCase(Locale.ROOT).contains(keywords.toLowerCase(Locale.ROOT));
        }
    }

    private byte[] results(@Nullable String tool, String keywords) {
        List<Found> found = store.packages().stream()
                .flatMap(stored -> store.submission(stored.sha256()).map(known -> new Found(stored, known)).stream())
                .filter(each -> each.submission().isPublic() && (tool == null || tool.equals(PUBLIC)))
                .filter(each -> each.matches(keywords))
                .sorted(Comparator.comparing((Found each) -> each.submission().at())
                        .reversed())
                .limit(MAX_RESULTS)
                .toList();
        return JsonAnswer.document(json -> {
            json.writeStartObject();
            json.writeNumberField("resultCount", found.size());
            json.writeArrayFieldStart("results");
            for (Found each : found) {
                MartiJson.searchResult(json, each.stored(), each.submission(), each.name());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void setTool(Exchange exchange) {
        String hash = exchange.pathParameter("hash").toLowerCase(Locale.ROOT);
        SmallBody.receive(exchange, MAX_TOOL_BYTES, body -> {
            String tool = new String(body, StandardCharsets.UTF_8).strip();
            if (tool.equals(PUBLIC) || tool.equals(PRIVATE)) {
                disk.run(
                        exchange,
                        () -> store.makePublic(hash, tool.equals(PUBLIC)),
                        known -> answerTool(exchange, known));
            } else {
                exchange.problem(
                        HttpResponseStatus.BAD_REQUEST,
                        "the body is no tool",
                        List.of(Violation.of("tool", tool, "must be public or private")));
            }
        });
    }

    private static void answerTool(Exchange exchange, boolean known) {
        if (known) {
            exchange.document(HttpResponseStatus.OK, "text/plain", new byte[0]);
        } else {
            exchange.problem(HttpResponseStatus.NOT_FOUND, "no package of this hash was uploaded");
        }
    }

    /** What a client says of itself, bounded and printable. */
    private static @Nullable String label(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String bounded = text.length() > MAX_LABEL_CHARS ? text.substring(0, MAX_LABEL_CHARS) : text;
        return bounded.replaceAll("\\p{C}", "\uFFFD");
    }
}
