/**
 * The building of data packages.
 *
 * <p>May import: the core, {@code bench}.
 */
@NullMarked
package org.cotgateway.bench.datapackage;

import org.jspecify.annotations.NullMarked;
