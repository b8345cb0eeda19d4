/**
 * What comes in as files: multipart forms read as they arrive, and files written to disk piece by piece on worker threads,
 * never on the loop. {@link org.cotgateway.api.upload.Uploads} is where to begin.
 *
 * <p>May import: http, metrics, Netty's buffers, HTTP names and event loop.
 */
@NullMarked
package org.cotgateway.api.upload;

import org.jspecify.annotations.NullMarked;
