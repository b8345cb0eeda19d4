/**
 * Who gets an event, for few and many receivers.
 *
 * <p>May import: the core, {@code bench}.
 */
@NullMarked
package org.cotgateway.bench.route;

import org.jspecify.annotations.NullMarked;
