/**
 * The domain: what a Cursor-on-Target event is, how one is built, and which rules it must keep. Values only: no bytes,
 * no sockets, and no clock but for the time of an event that was built without one.
 *
 * <p>May import: java.base.
 */
@NullMarked
package org.cotgateway.event;

import org.jspecify.annotations.NullMarked;
