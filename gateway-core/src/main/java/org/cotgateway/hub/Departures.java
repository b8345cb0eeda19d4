package org.cotgateway.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Link;

/** What the others are told when a contact's connection ends (TAK Server 5.7). */
final class Departures {

    private static final Duration STALE = Duration.ofSeconds(20);

    private Departures() {}

    static CotEvent of(EventSummary contact, Instant now) {
        return CotEvent.builder()
                .uid(UUID.randomUUID().toString())
                .type(EventSummary.DELETE_TYPE)
                .how("h-g-i-g-o")
                .time(now)
                .staleAfter(STALE)
                .add(Link.to(contact.uid(), contact.type()))
                .build();
    }
}
