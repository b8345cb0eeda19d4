/**
 * What the runs measured, and what is made of it: the record that each run writes, and the report over all of them.
 *
 * <p>May import: Jackson.
 */
@NullMarked
package org.cotgateway.bench.report;

import org.jspecify.annotations.NullMarked;
