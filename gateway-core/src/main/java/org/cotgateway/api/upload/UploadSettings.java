package org.cotgateway.api.upload;

/**
 * What may be uploaded.
 *
 * @param maxBytes one upload: a data package, or the form of a push with all its files; more is answered with 413
 * @param maxUploads under way at once; more are answered with 503
 */
public record UploadSettings(long maxBytes, int maxUploads) {

    public static final UploadSettings DEFAULT = new UploadSettings(400L << 20, 64);
}
