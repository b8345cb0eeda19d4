package org.cotgateway.device;

import java.nio.file.Path;
import org.cotgateway.event.FileShare;
import org.jspecify.annotations.Nullable;

/**
 * How a device's attempt to get a file ended.
 *
 * @param asked the request
 * @param outcome what became of it
 * @param httpStatus the last answer's status, null when there was none
 * @param bytes how many bytes of the file came with the last try
 * @param sha256 the hash of those bytes in lower case, empty when the download did not go through
 * @param sizeMatches whether {@code bytes} is exactly the size that was announced
 * @param sha256Matches whether {@code sha256} is the hash that was announced, ignoring case
 * @param requests how many HTTP requests it took
 * @param savedTo where the file is now, null when it was not to be saved or not taken
 * @param detail why it failed, empty when it did not
 */
public record FinishedDownload(
        FileShare asked,
        Outcome outcome,
        @Nullable Integer httpStatus,
        long bytes,
        String sha256,
        boolean sizeMatches,
        boolean sha256Matches,
        int requests,
        @Nullable Path savedTo,
        String detail) {

    /** What became of a file request. Only {@link #FAILED} and {@link #DISABLED} are acknowledged as failures. */
    public enum Outcome {
        /** Downloaded, and size and hash are right. */
        TAKEN,
        /** Downloaded, but size or hash differ: acknowledged as a success, then thrown away. */
        CORRUPT,
        /** The answer was 200 and empty: acknowledged as a success, and there is no file. */
        EMPTY,
        /** A file of this name and hash was taken before; nothing was downloaded. */
        ALREADY_TAKEN,
        /** Every try failed, or the URL is one that is not tried. */
        FAILED,
        /** File transfers are switched off on this device. */
        DISABLED
    }
}
