package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cotgateway.channel.Endpoint;
import org.junit.jupiter.api.Test;

class SourceTest {

    @Test
    void streamsAreDialledUnlessTheyAreToListen() {
        assertThat(Source.parse("host:8087:stcp"))
                .isEqualTo(new Source(Endpoint.stcp("host", 8087), false, "host", 8087));
        assertThat(Source.parse("ssl://host:8089"))
                .isEqualTo(new Source(Endpoint.tls("host", 8089), false, "host", 8089));
        assertThat(Source.parse(" listen:10.0.0.7:8087:stcp"))
                .isEqualTo(new Source(Endpoint.stcp("10.0.0.7", 8087), true, "10.0.0.7", 8087));
    }

    @Test
    void whatCannotBeDialledIsOpenedEitherWay() {
        assertThat(Source.parse("10.0.0.7:4242:tcp").opened()).isTrue();
        assertThat(Source.parse("listen:10.0.0.7:4242:tcp").opened()).isTrue();
        assertThat(Source.parse("239.2.3.1:6969:udp").opened()).isTrue();
    }

    @Test
    void portZeroIsAnyFreeOne() {
        assertThat(Source.parse("127.0.0.1:0:tcp").localPort()).isZero();
        assertThat(Source.parse("listen:[::1]:0:stcp").localPort()).isZero();
        assertThat(Source.parse("udp://127.0.0.1:0").localPort()).isZero();
        assertThat(Source.parse("udp://239.2.3.1:0?interface=lo").endpoint().networkInterface())
                .isEqualTo("lo");
        assertThat(Source.parse("127.0.0.1:10:tcp").localPort()).isEqualTo(10);
        assertThatThrownBy(() -> Source.parse("host:0:stcp")).hasMessageContaining("port");
    }

    @Test
    void everyAddressCanBeListenedOnAndNotDialled() {
        assertThat(Source.parse("listen:0.0.0.0:8087:stcp").localHost()).isEqualTo("0.0.0.0");
        assertThat(Source.parse("*:0:tcp").local().getAddress().isAnyLocalAddress())
                .isTrue();
        assertThat(Source.parse("udp://0.0.0.0:4242").local().getPort()).isEqualTo(4242);
        assertThat(Source.parse("listen:[::]:8087:ssl").localHost()).isEqualTo("::");
        assertThatThrownBy(() -> Source.parse("0.0.0.0:8087:stcp")).hasMessageContaining("every address");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> Source.parse("listen:")).hasMessageContaining("endpoint");
        assertThatThrownBy(() -> Source.parse("host:70000:stcp")).hasMessageContaining("70000");
        assertThatThrownBy(() -> Source.parse("host:1:smoke")).hasMessageContaining("smoke");
    }
}
