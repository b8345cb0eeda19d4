/**
 * Keys and trust: settings that name files become Netty's SSL contexts, and a handshake that failed becomes one sentence
 * that says which certificate failed and why. Whatever reads files here is for worker threads.
 *
 * <p>May import: event (for its violations), Netty's TLS.
 */
@NullMarked
package org.cotgateway.tls;

import org.jspecify.annotations.NullMarked;
