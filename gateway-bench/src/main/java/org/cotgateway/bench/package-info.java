/**
 * What the core's hot paths cost, next to what the obvious alternative costs in the same run. Build with {@code mvn
 * package}, then {@code java -jar gateway-bench/target/benchmarks.jar Encode -prof gc}; add {@code -f 1 -wi 2 -i 3 -w 1s
 * -r 1s} for a first impression.
 *
 * <p>May import: everything.
 */
@NullMarked
package org.cotgateway.bench;

import org.jspecify.annotations.NullMarked;
