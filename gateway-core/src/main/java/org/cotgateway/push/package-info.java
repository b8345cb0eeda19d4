/**
 * One call's deliveries: what goes to whom in which order, how far each has come, and what proves it. The state of a
 * push lives on the gateway's event loop; its reports are immutable and can be read anywhere.
 *
 * <p>May import: event, datapackage, channel, codec (to make wire images), metrics, transport (how long work goes on), Netty's
 * event loop.
 */
@NullMarked
package org.cotgateway.push;

import org.jspecify.annotations.NullMarked;
