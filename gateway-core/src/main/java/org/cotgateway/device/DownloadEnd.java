package org.cotgateway.device;

import org.jspecify.annotations.Nullable;

/**
 * How one HTTP request for a file ended.
 *
 * @param status the answer's status, null when there was none
 * @param bytes how much of the file came
 * @param sha256 its hash in lower case; empty unless it came whole
 * @param file where it was written, to be kept or discarded by whoever gets this; null when nothing was
 * @param failure why it does not count, empty when it does
 */
record DownloadEnd(
        @Nullable Integer status,
        long bytes,
        String sha256,
        @Nullable PackageFile file,
        String failure) {

    boolean succeeded() {
        return failure.isEmpty();
    }

    static DownloadEnd failed(@Nullable Integer status, long bytes, String why) {
        return new DownloadEnd(status, bytes, "", null, why);
    }
}
