/**
 * Simulated ATAK devices, as strict as the real ones and with their hazards: for the demo, for trying things out, for
 * tests and load runs. {@link DeviceFleet} is the door. They share nothing with the gateway that they are sent to but
 * the domain and the XML writer: what they accept is judged by a parser of their own.
 *
 * <p>May import: event, codec, transport, Netty.
 */
@NullMarked
package org.cotgateway.device;

import org.jspecify.annotations.NullMarked;
