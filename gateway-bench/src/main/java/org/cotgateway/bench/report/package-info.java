/**
 * What the runs measured, and what is made of it: the record that each run writes, the report over all of them, and the
 * comparison of two reports.
 *
 * <p>May import: Jackson, picocli, and of Netty its version.
 */
@NullMarked
package org.cotgateway.bench.report;

import org.jspecify.annotations.NullMarked;
