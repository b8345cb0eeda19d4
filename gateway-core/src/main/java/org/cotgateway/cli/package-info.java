/**
 * The command line. Every command takes {@link org.cotgateway.cli.OutputOptions} as a mixin, writes only through it, and
 * exits 0 when all is well, 1 when something was not delivered or not valid, 2 on wrong usage.
 *
 * <p>May import: everything. Imported by nothing.
 */
@NullMarked
package org.cotgateway.cli;

import org.jspecify.annotations.NullMarked;
