package org.cotgateway.api.packages;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.cotgateway.api.OffLoop;
import org.cotgateway.api.upload.Form;
import org.cotgateway.api.upload.UploadedFile;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageLimits;
import org.cotgateway.datapackage.PackageReader;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.datapackage.Submission;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/** Takes data packages that were uploaded into the store. Loop-only; the work is done elsewhere. */
public final class PackageIntake {

    private static final HttpResponseStatus UNPROCESSABLE = HttpResponseStatus.UNPROCESSABLE_ENTITY;
    private static final PackageReader READER = new PackageReader(PackageLimits.DEFAULT);

    private final PackageStore store;
    private final OffLoop builders;
    private final Counters counters;

    /** @param builders may be kept busy for long by a large package */
    public PackageIntake(PackageStore store, OffLoop builders, Counters counters) {
        this.store = store;
        this.builders = builders;
        this.counters = counters;
    }

    /**
     * The hash that a client says its upload has.
     *
     * @param parameter of the query that said it
     * @param sha256 hexadecimal, in any case
     */
    public record SaidHash(String parameter, String sha256) {}

    /** What came of an attempt: a package or, if it is null, everything that is wrong. */
    private record Outcome(
            @Nullable StoredPackage stored, HttpResponseStatus status, String detail, List<Violation> violations) {

        static Outcome refused(HttpResponseStatus status, String detail, List<Violation> violations) {
            return new Outcome(null, status, detail, violations);
        }
    }

    /**
     * Stores an uploaded file, and discards its form in every case. What is wrong is answered here.
     *
     * @param said the hash that the client says it has; null if it says none
     * @param strict whether everything in it is checked; else whether it is a data package at all, and one that devices
     *     can unpack safely
     * @param stored takes the package and answers
     */
    public void take(
            Exchange exchange,
            Form form,
            UploadedFile file,
            @Nullable SaidHash said,
            boolean strict,
            Submission submission,
            Consumer<StoredPackage> stored) {
        builders.run(
                exchange,
                () -> store(file, said, strict, submission),
                outcome -> {
                    form.discard();
                    if (outcome.stored() == null) {
                        exchange.problem(outcome.status(), outcome.detail(), outcome.violations());
                    } else {
                        stored.accept(outcome.stored());
                    }
                },
                form::discard);
    }

    /** On a builder's thread. */
    private Outcome store(UploadedFile file, @Nullable SaidHash said, boolean strict, Submission submission)
            throws IOException {
        if (said != null && !said.sha256().equalsIgnoreCase(file.sha256())) {
            String rule = "is not the hash of what came, which is " + file.sha256();
            return Outcome.refused(
                    UNPROCESSABLE,
                    "the upload is not what it says",
                    List.of(Violation.of(said.parameter(), said.sha256(), rule)));
        }
        List<Violation> escapes = READER.escapes(file.path());
        List<Violation> violations = strict ? READER.read(file.path()).violations() : escapes;
        if (!escapes.isEmpty()) {
            counters.increment(Counter.PACKAGES_UNSAFE);
            return Outcome.refused(
                    HttpResponseStatus.BAD_REQUEST,
                    "devices that unpack the upload would write outside of its directory",
                    violations);
        }
        if (!violations.isEmpty()) {
            return Outcome.refused(UNPROCESSABLE, "the upload is no good data package", violations);
        }
        try {
            return new Outcome(
                    store.adopt(file.path(), file.sha256(), submission), HttpResponseStatus.OK, "", List.of());
        } catch (PackageException refused) {
            return refused.isOfTheStore()
                    ? Outcome.refused(
                            HttpResponseStatus.INSUFFICIENT_STORAGE,
                            "the package cannot be stored",
                            refused.violations())
                    : Outcome.refused(UNPROCESSABLE, "the upload is no data package", refused.violations());
        }
    }
}
