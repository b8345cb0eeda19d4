/**
 * Who gets what: groups, subscriptions, destinations, and the latest position of each contact for those who come new. An
 * event's summary goes in, audiences and single receivers come out. No sockets, no bytes, no clock of its own: times are
 * passed in, receivers and audiences are the caller's own types. All of it runs on one thread, the event loop.
 *
 * <p>May import: event.
 */
@NullMarked
package org.cotgateway.route;

import org.jspecify.annotations.NullMarked;
