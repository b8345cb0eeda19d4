package org.cotgateway.bench.report;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that should be a report and is none; its message names the file. */
final class UnreadableReport extends IOException {

    private static final long serialVersionUID = 1;

    UnreadableReport(String message, @Nullable IOException cause) {
        super(message, cause);
    }
}
