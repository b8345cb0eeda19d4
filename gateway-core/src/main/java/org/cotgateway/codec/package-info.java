/**
 * Bytes to events and back. Nothing here touches a socket; buffers are the caller's unless a method says otherwise.
 *
 * <p>May import: event, Netty's buffers, Aalto.
 */
@NullMarked
package org.cotgateway.codec;

import org.jspecify.annotations.NullMarked;
