/**
 * Checking events by the rules.
 *
 * <p>May import: the core, {@code bench}.
 */
@NullMarked
package org.cotgateway.bench.event;

import org.jspecify.annotations.NullMarked;
