package org.cotgateway.bench;

import java.time.Duration;
import java.time.Instant;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;

/** The event that most traffic consists of: somebody's own position, some 600 bytes as XML. */
public final class TypicalEvent {

    private TypicalEvent() {}

    public static CotEvent event() {
        return CotEvent.builder()
                .uid("ANDROID-589520ccfcd20f01")
                .type("a-f-G-U-C")
                .how("m-g")
                .time(Instant.parse("2026-11-21T10:15:30.123Z"))
                .staleAfter(Duration.ofSeconds(75))
                .point(new CotPoint(48.137154, 11.576124, 519.32, 4.9, 9999999))
                .add(new Contact("HOPE-1", "192.168.1.17:4242:tcp", null))
                .add(CotElement.named("__group")
                        .attribute("name", "Dark Green")
                        .attribute("role", "Team Member")
                        .build())
                .add(CotElement.named("status").attribute("battery", "87").build())
                .add(CotElement.named("track")
                        .attribute("speed", "1.3871")
                        .attribute("course", "274.0528")
                        .build())
                .add(CotElement.named("remarks")
                        .text("On the way to checkpoint 4, two vehicles & one on foot; next report in 10 minutes")
                        .build())
                .build();
    }
}
