/**
 * Whether the gateway is well, for those who start, stop and balance: {@code /health/live} and {@code /health/ready}, open to
 * all.
 *
 * <p>May import: what the package above may. Imported by the root only.
 */
@NullMarked
package org.cotgateway.api.health;

import org.jspecify.annotations.NullMarked;
