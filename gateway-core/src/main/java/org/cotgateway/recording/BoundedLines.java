package org.cotgateway.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, of which none takes more memory than the bound. Not thread-safe. */
final class BoundedLines {

    /** The largest event with every character escaped fits. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    /** A line that is over the bound; it was passed over, and the next one can be read. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number;

    BoundedLines(InputStream in) {
        this.in = in;
    }

    /** The number of the line that was read last, the first being 1. */
    long number() {
        return number;
    }

    /** The next line without its end, or null when there is none. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        number++;
        boolean tooLong = false;
        boolean any = false;
        int b;
        while ((b = in.read()) >= 0 && b != '\n') {
            any = true;
            if (line.size() == MAX_BYTES) {
                tooLong = true;
            } else if (b != '\r') {
                line.write(b);
            }
        }
        if (tooLong) {
            throw new TooLongException();
        }
        return b < 0 && !any ? null : line.toByteArray();
    }
}
