package org.cotgateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.cotgateway.datapackage.StoredPackage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves packages: whole with status 200, the only one that ATAK takes, and in part to those who ask for a range.
 * Loop-only.
 */
final class PackageRoute implements Route {

    private static final Logger log = LoggerFactory.getLogger(PackageRoute.class);

    static final String CONTENT_TYPE = "application/zip";
    private static final String RECEIVER = "receiver";
    private static final String REQUEST = "to";
    private static final int MAX_LABEL_CHARS = 100;
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");

    private final Function<RequestTarget, Optional<StoredPackage>> finder;
    private final PackageContents contents;
    private final FetchRecorder fetches;

    /**
     * A route to the packages that the finder finds.
     *
     * @param finder must not block
     */
    PackageRoute(
            Function<RequestTarget, Optional<StoredPackage>> finder, PackageContents contents, FetchRecorder fetches) {
        this.finder = finder;
        this.contents = contents;
        this.fetches = fetches;
    }

    @Override
    public void answer(Exchange exchange) {
        finder.apply(exchange.target())
                .ifPresentOrElse(stored -> answer(exchange, stored), () -> refuseUnknown(exchange));
    }

    /**
     * The whole package that is asked for, if it is small and in memory; then the download has begun. Else null, and
     * nothing has.
     */
    @Nullable
    Early early(RequestTarget target, InetAddress client) {
        StoredPackage stored = finder.apply(target).orElse(null);
        if (stored == null || stored.sizeBytes() > EarlyAnswers.MAX_BODY_BYTES) {
            return null;
        }
        ByteBuffer content = contents.inMemory(stored);
        return content == null
                ? null
                : new Early(EntityTag.of(stored.sha256()), content, fetch(target, client, stored));
    }

    private void answer(Exchange exchange, StoredPackage stored) {
        String tag = EntityTag.of(stored.sha256());
        if (EntityTag.isAmong(tag, exchange.requestHeader(HttpHeaderNames.IF_NONE_MATCH))) {
            exchange.header(HttpHeaderNames.ETAG, tag);
            exchange.empty(HttpResponseStatus.NOT_MODIFIED);
        } else if (exchange.isHead()) {
            describe(exchange, stored);
            exchange.header(HttpHeaderNames.CONTENT_LENGTH, stored.sizeBytes());
            exchange.empty(HttpResponseStatus.OK);
        } else {
            answer(exchange, stored, range(exchange, tag, stored.sizeBytes()));
        }
    }

    private void answer(Exchange exchange, StoredPackage stored, Optional<ByteRange> range) {
        ByteRange part = range.orElse(ByteRange.whole(stored.sizeBytes()));
        if (part.isSatisfiable()) {
            contents.load(
                    stored,
                    part,
                    exchange.loop(),
                    body -> body.ifPresentOrElse(
                            present -> send(exchange, stored, range, present), () -> refuseUnknown(exchange)),
                    failure -> refuse(exchange, stored, failure));
        } else {
            exchange.header(HttpHeaderNames.CONTENT_RANGE, part.contentRange(stored.sizeBytes()));
            exchange.problem(
                    HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                    "the package has " + stored.sizeBytes() + " bytes");
        }
    }

    /** The range that the request asks for, if it does and if the package is still the one that the client knows. */
    private static Optional<ByteRange> range(Exchange exchange, String tag, long sizeBytes) {
        String range = exchange.requestHeader(HttpHeaderNames.RANGE);
        String onlyIf = exchange.requestHeader(HttpHeaderNames.IF_RANGE);
        boolean outdated = onlyIf != null && !onlyIf.strip().equals(tag);
        return range == null || outdated ? Optional.empty() : ByteRange.parse(range, sizeBytes);
    }

    private void send(Exchange exchange, StoredPackage stored, Optional<ByteRange> range, AnswerBody body) {
        if (!exchange.isOpen()) {
            body.release();
            return;
        }
        describe(exchange, stored);
        boolean isWhole = body.length() == stored.sizeBytes();
        BodyObserver observer = isWhole ? fetch(exchange.target(), exchange.client(), stored) : fetches.part();
        if (range.isPresent()) {
            exchange.header(HttpHeaderNames.CONTENT_RANGE, range.get().contentRange(stored.sizeBytes()));
            exchange.body(HttpResponseStatus.PARTIAL_CONTENT, body, observer);
        } else {
            exchange.body(HttpResponseStatus.OK, body, observer);
        }
    }

    private static void describe(Exchange exchange, StoredPackage stored) {
        exchange.header(HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE);
        exchange.header(HttpHeaderNames.ETAG, EntityTag.of(stored.sha256()));
        exchange.header(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES);
    }

    private BodyObserver fetch(RequestTarget target, InetAddress client, StoredPackage stored) {
        return fetches.started(
                stored.sha256(), client, label(target.parameter(RECEIVER)), label(target.parameter(REQUEST)));
    }

    private static void refuse(Exchange exchange, StoredPackage stored, Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            exchange.problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "the gateway is closing or overloaded");
        } else {
            log.warn(
                    "package {} cannot be read: {}",
                    stored.path(),
                    cause(failure).toString());
            exchange.problem(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the package cannot be read");
        }
    }

    /** What those that carried it from the disk's threads have wrapped. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void refuseUnknown(Exchange exchange) {
        exchange.problem(HttpResponseStatus.NOT_FOUND, "no such package");
    }

    /** Whether it is of visible ASCII characters and spaces, as nearly all labels are. */
    private static boolean isPlain(String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    /** What a client says of itself, bounded and printable, since it ends up in reports. */
    private static @Nullable String label(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String bounded = value.length() > MAX_LABEL_CHARS ? value.substring(0, MAX_LABEL_CHARS) : value;
        if (isPlain(bounded)) {
            return bounded;
        }
        return CONTROL.matcher(bounded).replaceAll("\uFFFD");
    }

    /**
     * A download that has begun and of which nothing is written.
     *
     * @param tag of the package
     * @param content all of it, the caller's own view
     * @param observer to be told of the writing
     */
    record Early(String tag, ByteBuffer content, BodyObserver observer) {}
}
