/**
 * Answers of the HTTP server.
 *
 * <p>May import: the core, {@code bench}.
 */
@NullMarked
package org.cotgateway.bench.http;

import org.jspecify.annotations.NullMarked;
