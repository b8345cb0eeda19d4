/**
 * The gateway as an embedder uses it: {@link org.cotgateway.CotGateway} and its settings. Ties the packages together;
 * nothing imports it but the command line.
 */
@NullMarked
package org.cotgateway;

import org.jspecify.annotations.NullMarked;
