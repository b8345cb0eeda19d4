package org.cotgateway.api.upload;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cotgateway.http.Exchange;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes uploads: a body that is a file, or a form with files. Pieces go to disk on worker threads while the body arrives;
 * memory does not grow with it, and a slow disk slows the client down. What is incomplete, too large or not wanted is
 * deleted, at the next start too. Loop-only, apart from {@link #open}.
 */
public final class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);
    private static final int RETRY_AFTER_S = 5;

    private final Path directory;
    private final UploadSettings settings;
    private final Executor workers;
    private final Counters counters;
    private int underWay;

    private Uploads(Path directory, UploadSettings settings, Executor workers, Counters counters) {
        this.directory = directory;
        this.settings = settings;
        this.workers = workers;
        this.counters = counters;
    }

    /**
     * Makes the directory if it is missing, and removes what a crash left there. Blocks; not for the loop.
     *
     * @param directory of nobody else
     * @param workers write to disk; must not run tasks on the loop
     */
    public static Uploads open(Path directory, UploadSettings settings, Executor workers, Counters counters)
            throws IOException {
        Files.createDirectories(directory);
        List<Path> left;
        try (var listing = Files.list(directory)) {
            left = listing.filter(file -> file.toString().endsWith(FileWriter.SUFFIX))
                    .toList();
        }
        for (Path file : left) {
            Files.delete(file);
        }
        if (!left.isEmpty()) {
            log.info("{} uploads removed that an earlier run had not ended", left.size());
        }
        return new Uploads(directory, settings, workers, counters);
    }

    /**
     * Receives a form; whatever is wrong with it is answered here.
     *
     * @param isFile which parts are put to disk; the others are kept in memory
     * @param received takes the form when all of it has come and is on disk, and answers
     */
    public void receiveForm(Exchange exchange, Predicate<PartHead> isFile, Consumer<Form> received) {
        MultipartReader.boundary(exchange.requestHeader(HttpHeaderNames.CONTENT_TYPE))
                .ifPresentOrElse(
                        boundary -> receive(
                                exchange,
                                upload -> new FormReader(boundary, settings.maxBytes(), isFile, upload),
                                received),
                        () -> exchange.problem(
                                HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                                "the body must be multipart/form-data with a boundary"));
    }

    /** Receives a body that is one file, whatever its content type says; else as {@link #receiveForm}. */
    public void receiveFile(Exchange exchange, Consumer<Form> received) {
        receive(exchange, upload -> new WholeBodyReader(upload, settings.maxBytes()), received);
    }

    private void receive(Exchange exchange, Function<Upload, UploadReader> reader, Consumer<Form> received) {
        if (isTooLarge(exchange.requestHeader(HttpHeaderNames.CONTENT_LENGTH))) {
            counters.increment(Counter.UPLOADS_BROKEN);
            exchange.problem(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "an upload may have at most " + settings.maxBytes() + " bytes");
        } else if (underWay == settings.maxUploads()) {
            counters.increment(Counter.UPLOADS_REFUSED);
            exchange.header(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_S);
            exchange.problem(
                    HttpResponseStatus.SERVICE_UNAVAILABLE, "at most " + settings.maxUploads() + " uploads at once");
        } else {
            begin(exchange, reader, received);
        }
    }

    private void begin(Exchange exchange, Function<Upload, UploadReader> reader, Consumer<Form> received) {
        underWay++;
        counters.increment(Counter.UPLOADS_STARTED);
        Upload upload = new Upload(exchange, new FileWriter(directory), workers, () -> underWay--, counters);
        if (!exchange.receive(new UploadReceiver(exchange, upload, reader.apply(upload), received))) {
            upload.discard();
        }
    }

    /** What says itself how long it is need not come first. */
    private boolean isTooLarge(@Nullable String contentLength) {
        if (contentLength == null) {
            return false;
        }
        try {
            return Long.parseLong(contentLength.strip()) > settings.maxBytes();
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }
}
