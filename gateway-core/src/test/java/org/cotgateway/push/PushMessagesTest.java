package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.FileShare;
import org.junit.jupiter.api.Test;

class PushMessagesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final InetAddress LOCAL =
            Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString("10.0.0.254"));
    private static final StoredPackage FILES =
            new StoredPackage("ab".repeat(32), "Wéll 7.zip", 1234, Path.of("anywhere"));

    private final PushMessages messages = new PushMessages(new GatewayContact("GW-1", "Gateway", 4243, 8080, null));

    private Delivery delivery() {
        CotEvent marker = CotEvents.marker("well-7", "Well 7", 48.2, 16.4)
                .time(NOW)
                .staleAfter(Duration.ofMinutes(10))
                .build();
        PushRequest request = PushRequest.of(marker).to("10.0.0.7:4242:tcp").within(Duration.ofSeconds(90));
        Push push = new Push("p1", request, InstantSource.fixed(NOW));
        push.packaged(FILES, List.of());
        return push.deliveries().get(0);
    }

    @Test
    void theContactHasTheOnlyFormOfEndpointThatAtakTakes() {
        CotEvent contact = messages.contact(LOCAL, NOW);

        assertThat(contact.uid()).isEqualTo("GW-1");
        assertThat(contact.detail().element(Contact.NAME, Contact::from))
                .contains(new Contact("Gateway", "10.0.0.254:4243:tcp", null));
        assertThat(EventRules.check(contact)).isEmpty();
    }

    @Test
    void aTransferRequestHasEverythingThatAtakNeedsAndHoldsUntilTheDeadline() {
        Delivery delivery = delivery();
        CotEvent request = messages.fileTransfer(delivery, FILES, LOCAL, NOW);

        assertThat(request.type()).isEqualTo("b-f-t-r");
        assertThat(request.how()).isEqualTo("h-e");
        assertThat(request.staleMs()).isEqualTo(NOW.plusSeconds(90).toEpochMilli());
        assertThat(request.detail().element(FileShare.NAME, FileShare::from))
                .contains(new FileShare(
                        "Wéll 7.zip",
                        "http://10.0.0.254:8080/package/" + "ab".repeat(32) + "/W%C3%A9ll%207.zip?to=p1-0",
                        1234,
                        "ab".repeat(32),
                        "GW-1",
                        "Gateway",
                        "Wéll 7",
                        true));
        assertThat(request.detail().element(AckRequest.NAME, AckRequest::from))
                .contains(new AckRequest("p1-0", true, "Wéll 7"));
        assertThat(EventRules.check(request)).isEmpty();
    }

    @Test
    void anInlineRequestIsTheMarkerItselfWithTwoElementsMore() {
        Delivery delivery = delivery();
        CotEvent marker = delivery.push().request().event();
        CotEvent inline = messages.inline(delivery, FILES, LOCAL);

        assertThat(inline.toBuilder()
                        .detail(inline.detail().without(FileShare.NAME).without(AckRequest.NAME))
                        .build())
                .isEqualTo(marker);
        assertThat(inline.detail().element(FileShare.NAME)).isPresent();
        assertThat(inline.detail().element(AckRequest.NAME)).isPresent();
    }
}
