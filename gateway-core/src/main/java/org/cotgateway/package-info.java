/**
 * The gateway as an embedder uses it: {@link org.cotgateway.CotGateway} and its settings. Ties the packages together.
 *
 * <p>May import: everything but config, daemon, device, recording and the command line. Imported by config, daemon and the
 * command line only.
 */
@NullMarked
package org.cotgateway;

import org.jspecify.annotations.NullMarked;
