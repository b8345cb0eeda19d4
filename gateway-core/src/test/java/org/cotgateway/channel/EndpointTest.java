package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cotgateway.codec.Framing;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @Test
    void readsAtaksGrammar() {
        assertThat(Endpoint.parse("192.0.2.7:4242:tcp")).isEqualTo(Endpoint.tcp("192.0.2.7", 4242));
        assertThat(Endpoint.parse("tak.example:8087:stcp")).isEqualTo(Endpoint.stcp("tak.example", 8087));
        assertThat(Endpoint.parse("tak.example:8089:ssl")).isEqualTo(Endpoint.tls("tak.example", 8089));
        assertThat(Endpoint.parse(" 239.2.3.1:6969:udp\n")).isEqualTo(Endpoint.udp("239.2.3.1", 6969));
        assertThat(Endpoint.parse("[::1]:4242:tcp")).isEqualTo(Endpoint.tcp("::1", 4242));
    }

    @Test
    void readsUrisWithOptions() {
        Endpoint stream = Endpoint.parse("stcp://tak.example:8087?framing=null");
        assertThat(stream.framing()).isEqualTo(Framing.NULL);
        Endpoint group = Endpoint.parse("udp://239.2.3.1:6969?ttl=3&interface=eth0");
        assertThat(group.ttl()).isEqualTo(3);
        assertThat(group.networkInterface()).isEqualTo("eth0");
        assertThat(group.isMulticast()).isTrue();
    }

    @Test
    void streamsEndEventsWithANewlineUnlessTold() {
        assertThat(Endpoint.parse("a:1:stcp").framing()).isEqualTo(Framing.NEWLINE);
        assertThat(Endpoint.parse("stcp://a:1?framing=none").framing()).isEqualTo(Framing.NONE);
        assertThat(Endpoint.parse("a:1:tcp").framing()).isEqualTo(Framing.NONE);
    }

    @Test
    void theProtocolIsXmlForSingleMessagesAndNegotiatedOnStreamsUnlessTold() {
        assertThat(Endpoint.parse("a:1:tcp").protocol()).isEqualTo(ProtocolChoice.XML);
        assertThat(Endpoint.parse("a:1:udp").protocol()).isEqualTo(ProtocolChoice.XML);
        assertThat(Endpoint.parse("a:1:stcp").protocol()).isEqualTo(ProtocolChoice.AUTO);
        assertThat(Endpoint.parse("a:1:ssl").protocol()).isEqualTo(ProtocolChoice.AUTO);
        assertThat(Endpoint.parse("ssl://a:1?proto=tak1").protocol()).isEqualTo(ProtocolChoice.TAK1);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP://LOCALHOST:4242, localhost:4242:tcp",
        "localhost.:4242:TCP, localhost:4242:tcp",
        "tcp://h:1/, h:1:tcp",
        "[0:0:0:0:0:0:0:1]:4242:tcp, [::1]:4242:tcp",
        "[2001:DB8::00FF]:4242:udp, [2001:db8::ff]:4242:udp",
        "h:04242:tcp, h:4242:tcp",
        "stcp://h:1?framing=newline, h:1:stcp",
        "stcp://h:1?framing=NONE, stcp://h:1?framing=none",
        "h:8089:tls, h:8089:ssl",
        "tls://h:8089, h:8089:ssl",
        "SSL://h:8089?framing=null, ssl://h:8089?framing=null",
        "tls://h:8089?proto=auto, h:8089:ssl",
        "stcp://h:1?proto=XML&framing=none, stcp://h:1?framing=none&proto=xml",
        "tcp://h:1?proto=xml, h:1:tcp",
        "udp://h:1?proto=tak1, udp://h:1?proto=tak1",
        "udp://239.2.3.1:6969?ttl=64, 239.2.3.1:6969:udp",
        "udp://239.2.3.1:6969?interface=eth0&ttl=1, udp://239.2.3.1:6969?ttl=1&interface=eth0",
        "udp://[ff02::1]:6969?interface=eth0, udp://[ff02::1]:6969?interface=eth0",
    })
    void theSameIsWrittenTheSameAndReadsBack(String written, String canonical) {
        Endpoint endpoint = Endpoint.parse(written);
        assertThat(endpoint).hasToString(canonical).isEqualTo(Endpoint.parse(canonical));
        assertThat(endpoint.hashCode()).isEqualTo(Endpoint.parse(canonical).hashCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    h:0:tcp                     | port "0": must be a number from 1 to 65535
                    h:70000:tcp                 | port "70000": must be a number from 1 to 65535
                    h:99999999999:tcp           | port "99999999999": must be a number from 1 to 65535
                    h:-1:tcp                    | port "-1": must be a number from 1 to 65535
                    h:http:tcp                  | port "http": must be a number from 1 to 65535
                    h::tcp                      | port "": must be a number from 1 to 65535
                    h:tcp                       | port: is missing
                    :4242:tcp                   | host: is missing
                    h:4242                      | transport: is missing; write h:4242:tcp, :stcp, :ssl or :udp
                    [::1]:4242                  | transport: is missing; write [::1]:4242:tcp, :stcp, :ssl or :udp
                    nonsense                    | endpoint "nonsense": must be host:port:tcp, host:port:stcp, host:port:ssl or host:port:udp
                    h:4242:sctp                 | transport "sctp": must be tcp, stcp, ssl or udp
                    h:4242:srctcp               | transport "srctcp": names a device's own source address and only makes sense in its contact; must be tcp, stcp, ssl or udp
                    ::1:4242:tcp                | host "::1": an IPv6 address must stand in brackets, and a host name has no colon
                    [1.2.3.4]:4242:tcp          | host "[1.2.3.4]": must be an IPv6 address inside the brackets
                    999.1.1.1:4242:tcp          | host "999.1.1.1": must be an IPv4 address, an IPv6 address in brackets, or a host name
                    1.2.3:4242:tcp              | host "1.2.3": must be an IPv4 address, an IPv6 address in brackets, or a host name
                    a b:4242:tcp                | host "a b": must be an IPv4 address, an IPv6 address in brackets, or a host name
                    0.0.0.0:4242:tcp            | host "0.0.0.0": means every address of this machine; nothing can be sent to it
                    239.2.3.1:4242:tcp          | host "239.2.3.1": is a multicast group; only udp reaches it
                    tcp://me:secret@h:1         | user: user names and passwords have no meaning here; remove what stands before the @
                    tcp://h:1/path              | path "/path": has no meaning here; remove it
                    tcp://h:1?framing=none      | option framing "none": applies only to stcp and ssl; tcp takes proto
                    stcp://h:1?ttl=1            | option ttl "1": applies only to udp; stcp takes framing and proto
                    stcp://h:1?framing=x        | option framing "x": must be none, newline or null
                    tcp://h:1?proto=tak2        | option proto "tak2": must be xml, tak1 or auto
                    tls://h:1?ttl=1             | option ttl "1": applies only to udp; ssl takes framing and proto
                    stcp://h:1?colour=red       | option colour "red": is unknown; stcp takes framing and proto
                    udp://239.2.3.1:1?ttl=256   | option ttl "256": must be a number from 0 to 255
                    udp://h:1?ttl=1             | option ttl "1": applies only to multicast groups
                    udp://h:1?interface=lo      | option interface "lo": applies only to multicast groups
                    udp://239.2.3.1:1?ttl=1&ttl=2 | option ttl "2": is given twice
                    """)
    void saysWhatIsWrong(String text, String violation) {
        assertThat(Endpoint.check(text)).extracting(Violation::toString).containsExactly(violation);
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(violation);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> Endpoint.parse("udp://a b:70000?ttl=x&colour=red"))
                .hasMessageContaining("host \"a b\"")
                .hasMessageContaining("port \"70000\"")
                .hasMessageContaining("option ttl \"x\"")
                .hasMessageContaining("option colour \"red\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", ":", "::", ":::", "[", "]", "[]", "[]:1:tcp", "://", "tcp://", "tcp://?", "?", "@"})
    void fragmentsAreRefusedAndNothingWorse(String text) {
        assertThat(Endpoint.check(text)).isNotEmpty();
    }

    @Test
    void theConstructorChecksToo() {
        assertThatThrownBy(() -> Endpoint.tcp("", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host")
                .hasMessageContaining("port");
    }

    @Test
    void passwordsAreNotRepeated() {
        assertThat(Endpoint.check("tcp://me:secret@h:0").toString()).doesNotContain("secret");
    }
}
