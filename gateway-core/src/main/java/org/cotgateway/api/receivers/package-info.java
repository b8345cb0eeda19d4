/**
 * {@code /api/v1/receivers}: who gets events from the gateway, and endpoints that are added while it runs.
 *
 * <p>May import: what the package above may. Imported by the root only.
 */
@NullMarked
package org.cotgateway.api.receivers;

import org.jspecify.annotations.NullMarked;
