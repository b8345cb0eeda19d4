package org.cotgateway.cli;

import java.time.Instant;
import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;

/**
 * An event that came in, to be looked at on another thread.
 *
 * @param at when it came
 * @param sinceMs the same on a clock that is never set back, in milliseconds since we began to listen
 * @param from who sent it, for people
 * @param protocol the form in which it came
 * @param event what it says
 * @param broken the rules that it breaks
 * @param xml the event as it came, or as XML if it came in another form
 */
record CapturedEvent(
        Instant at, long sinceMs, String from, String protocol, CotEvent event, List<Violation> broken, String xml) {

    CapturedEvent {
        broken = List.copyOf(broken);
    }
}
