/**
 * Data packages (ATAK's mission packages): built from events and files, kept by their sha256, inspected, and the ledger
 * of who fetched which; and the temporary directory that holds them where no other is told. Everything that touches the disk
 * blocks and is for worker threads; what an event loop may call says so.
 *
 * <p>May import: event, codec (for the .cot entries), metrics, Netty's buffers (for the codec), Caffeine, Micrometer, Aalto,
 * Jackson. No sockets.
 */
@NullMarked
package org.cotgateway.datapackage;

import org.jspecify.annotations.NullMarked;
