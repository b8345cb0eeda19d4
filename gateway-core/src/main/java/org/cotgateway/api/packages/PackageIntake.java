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
import org.jspecify.annotations.Nullable;

/** Takes data packages that were uploaded into the store. Loop-only; the work is done elsewhere. */
public final class PackageIntake {

    private static final HttpResponseStatus UNPROCESSABLE = HttpResponseStatus.UNPROCESSABLE_ENTITY;

    private final PackageStore store;
    private final OffLoop builders;

    /** @param builders may be kept busy for long by a large package */
    public PackageIntake(PackageStore store, OffLoop builders) {
        this.store = store;
        this.builders = builders;
    }

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
     * @param sha256 the hash that the client says it has, in any case; null if it says none
     * @param strict whether everything in it is checked; else whether it is a data package at all
     * @param stored takes the package and answers
     */
    public void take(
            Exchange exchange,
            Form form,
            UploadedFile file,
            @Nullable String sha256,
            boolean strict,
            Submission submission,
            Consumer<StoredPackage> stored) {
        builders.run(
                exchange,
                () -> store(file, sha256, strict, submission),
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
    private Outcome store(UploadedFile file, @Nullable String sha256, boolean strict, Submission submission)
            throws IOException {
        if (sha256 != null && !sha256.equalsIgnoreCase(file.sha256())) {
            String rule = "is not the hash of what came, which is " + file.sha256();
            return Outcome.refused(
                    UNPROCESSABLE, "the upload is not what it says", List.of(Violation.of("hash", sha256, rule)));
        }
        if (strict) {
            List<Violation> violations =
                    new PackageReader(PackageLimits.DEFAULT).read(file.path()).violations();
            if (!violations.isEmpty()) {
                return Outcome.refused(UNPROCESSABLE, "the upload is no good data package", violations);
            }
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
