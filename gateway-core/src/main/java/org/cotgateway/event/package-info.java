/**
 * The domain: what a Cursor-on-Target event is, how one is built, and which rules it must keep. Values only: no bytes,
 * no sockets, no clocks but those that the caller passes in.
 *
 * <p>May import: java.base.
 */
@NullMarked
package org.cotgateway.event;

import org.jspecify.annotations.NullMarked;
