package org.cotgateway.datapackage;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Says in words why the file system refused. */
final class Failures {

    private Failures() {}

    /** For example {@code No space left on device}; never empty. */
    static String reason(Exception failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
