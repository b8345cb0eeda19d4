package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactBookTest {

    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.9.9.9", 5_000);

    private final ContactBook contacts = new ContactBook();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:4243:tcp, 127.0.0.1, 4243, false",
        "127.0.0.1:7777:udp, 127.0.0.1, 6969, true",
        "127.0.0.1:4243:srctcp, 127.9.9.9, 4243, false",
        "127.0.0.1:4243:srcudp, 127.9.9.9, 6969, true",
    })
    void makesAContactOf(String endpoint, String host, int port, boolean datagrams) {
        contacts.learn(sa("u", endpoint), SOURCE);

        DeviceContact contact = Objects.requireNonNull(contacts.find("u"));
        assertThat(contact.target()).isEqualTo(new InetSocketAddress(host, port));
        assertThat(contact.datagrams()).isEqualTo(datagrams);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:4242",
                "127.0.0.1",
                "127.0.0.1:4242:TCP",
                "127.0.0.1:4242:ssl",
                "127.0.0.1:4242:stcp",
                "*:-1:stcp",
                "",
                "127.0.0.1:0:tcp",
                "127.0.0.1:-1:tcp",
                "127.0.0.1:port:tcp",
                "127.0.0.1:4242:tcp:",
                "127.0.0.1:4242:tcp "
            })
    void makesNoContactOf(String endpoint) {
        assertThat(contacts.learn(sa("u", endpoint), SOURCE)).isEmpty();
        assertThat(contacts.find("u")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.example:4242:tcp", "localhost:4242:tcp", "127.0.0.1:70000:tcp"})
    void makesAContactThatCannotBeReachedOf(String endpoint) {
        contacts.learn(sa("u", endpoint), SOURCE);

        assertThat(Objects.requireNonNull(contacts.find("u")).target()).isNull();
    }

    @Test
    void needsAContactElementDirectlyInTheDetail() {
        CotElement contact = new Contact("A", "127.0.0.1:4242:tcp", null).toElement();
        CotEvent nested = CotEvent.builder()
                .uid("u")
                .add(CotElement.named("x").child(contact).build())
                .build();

        assertThat(contacts.learn(nested, SOURCE)).isEmpty();
        assertThat(contacts.learn(CotEvent.builder().uid("u").build(), SOURCE)).isEmpty();
    }

    @Test
    void aLaterPositionMovesTheEndpoint() {
        contacts.learn(sa("u", "127.0.0.1:4243:tcp"), SOURCE);
        contacts.learn(sa("u", "127.0.0.2:4244:tcp"), SOURCE);

        assertThat(Objects.requireNonNull(contacts.find("u")).target())
                .isEqualTo(new InetSocketAddress("127.0.0.2", 4_244));
        assertThat(contacts.size()).isEqualTo(1);
    }

    @Test
    void saysNothingNewWhenNothingChanges() {
        assertThat(contacts.learn(sa("u", "127.0.0.1:4243:tcp"), SOURCE)).isPresent();
        assertThat(contacts.learn(sa("u", "127.0.0.1:4243:tcp"), SOURCE)).isEmpty();
    }

    private static CotEvent sa(String uid, String endpoint) {
        return CotEvent.builder()
                .uid(uid)
                .type("a-f-G-U-C")
                .add(new Contact("GW", endpoint, null))
                .build();
    }
}
