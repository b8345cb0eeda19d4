package org.cotgateway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.OutboxSettings;
import org.cotgateway.channel.ProtocolChoice;
import org.cotgateway.codec.Framing;
import org.cotgateway.config.ConfigReader;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubSettings.DatagramInlet;
import org.cotgateway.hub.HubSettings.DirectInlet;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.tls.ClientAuthentication;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsIdentity;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.tls.TlsTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonFileTest {

    @TempDir
    Path directory;

    private DaemonReading read(String yaml) throws IOException {
        Path file = directory.resolve("cotgw.yaml");
        Files.writeString(file, yaml);
        return new DaemonFile(file, new ConfigReader(name -> null)).read();
    }

    private HubSettings hub(String yaml) throws IOException {
        DaemonReading reading = read(yaml);
        assertThat(reading.problems()).isEmpty();
        return Objects.requireNonNull(reading.settings()).hub();
    }

    @Test
    void anEmptyFileConnectsNobody() throws IOException {
        DaemonReading reading = read("");

        assertThat(Objects.requireNonNull(reading.settings()).hub()).isEqualTo(HubSettings.NONE);
        assertThat(reading.settings().stopTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void listenersBecomeWhatTheyAre() throws IOException {
        HubSettings hub = hub("""
                listeners:
                  - {name: s, type: tcp, host: 127.0.0.1, port: 8087, framing: none, maxConnections: 7,
                     idleTimeout: 9s}
                  - {name: u, type: udp, host: 127.0.0.1, port: 6970, groups: {in: [sensors], out: []}}
                  - {name: m, type: multicast, port: 6969, group: 239.2.3.1, networkInterface: lo}
                  - {name: d, type: direct, host: 127.0.0.1, port: 4243, maxConnections: 3}
                slowClient: {closeAfter: 11s, maxEvents: 12, maxBytes: 1MiB}
                channel: {outbox: {maxEvents: 5, sameUidGap: 4ms}}
                flowTags: false
                """);

        StreamInlet stream = (StreamInlet) hub.listeners().get(0);
        assertThat(stream.address()).isEqualTo(new InetSocketAddress("127.0.0.1", 8087));
        assertThat(stream.tls()).isNull();
        assertThat(stream.membership()).isEqualTo(Membership.ANONYMOUS);
        assertThat(stream.clients().framing()).isEqualTo(Framing.NONE);
        assertThat(stream.clients().maxConnections()).isEqualTo(7);
        assertThat(stream.clients().idleTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(stream.clients().slowTimeout()).isEqualTo(Duration.ofSeconds(11));
        assertThat(stream.clients().outbox()).isEqualTo(new OutboxSettings(12, 1 << 20, Duration.ofMillis(4)));
        assertThat(hub.listeners().get(1).membership().in()).containsExactly("sensors");
        assertThat(hub.listeners().get(1).type()).isEqualTo("udp");
        DatagramInlet multicast = (DatagramInlet) hub.listeners().get(2);
        assertThat(Objects.requireNonNull(multicast.group()).getHostAddress()).isEqualTo("239.2.3.1");
        assertThat(multicast.networkInterface()).isEqualTo("lo");
        assertThat(((DirectInlet) hub.listeners().get(3)).messages().maxConnections())
                .isEqualTo(3);
        assertThat(hub.flowTags()).isFalse();
    }

    @Test
    void noGroupAtAllIsNobodyAndNotEverybody() throws IOException {
        HubSettings hub = hub("""
                listeners:
                  - {name: s, type: tcp, port: 0, groups: {in: [], out: []}}
                """);

        assertThat(hub.listeners().get(0).membership()).isEqualTo(Membership.NOBODY);
    }

    @Test
    void endpointsAndClientsHaveTheirGroupsAndSubscriptions() throws IOException {
        HubSettings hub = hub("""
                endpoints:
                  - name: server
                    address: 192.0.2.7:8087:stcp
                    proto: tak1
                    subscription:
                      types: [a-f]
                      area: {circle: {lat: 48, lon: 16, radiusMeters: 5}}
                      minInterval: 2s
                  - {name: plain, address: '192.0.2.8:8087:stcp'}
                clients:
                  - match: {address: 10.1.0.0/16}
                    server: true
                    groups: {in: [blue], out: [blue, red]}
                  - match: {user: anna, password: secret, certificate: anna-cn, address: 'fd00::1'}
                """);

        EndpointReceiver server = hub.endpoints().get(0);
        assertThat(server.endpoint().protocol()).isEqualTo(ProtocolChoice.TAK1);
        assertThat(server.membership().subscription().types()).containsExactly("a-f");
        assertThat(server.membership().subscription().area()).isEqualTo(new Area.Circle(48, 16, 5));
        assertThat(server.membership().subscription().minInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(hub.endpoints().get(1).endpoint()).isEqualTo(Endpoint.stcp("192.0.2.8", 8087));
        assertThat(hub.clients().get(0).match()).hasToString("address 10.1.0.0/16");
        assertThat(hub.clients().get(0).server()).isTrue();
        assertThat(hub.clients().get(0).membership().out()).containsExactlyInAnyOrder("blue", "red");
        assertThat(hub.clients().get(1).server()).isFalse();
        assertThat(hub.clients().get(1).match().password()).isEqualTo("secret");
        assertThat(hub.clients().get(1).match())
                .hasToString("certificate anna-cn, user anna, address fd00:0:0:0:0:0:0:1/128");
    }

    @Test
    void keysAreTakenFromFilesOfEitherKind() throws Exception {
        TestKeys keys = new TestKeys(directory);
        TlsSettings expected = TlsSettings.DEFAULT.with(keys.pem(keys.server()), keys.trust());
        TlsIdentity.Pem pem = (TlsIdentity.Pem) Objects.requireNonNull(expected.identity());
        HubSettings hub = hub("""
                listeners:
                  - name: t
                    type: tls
                    port: 0
                    maxHandshakes: 5
                    tls: {identity: %s, key: %s, trust: %s, clientAuth: optional}
                """.formatted(
                pem.certificates(), pem.key(), ((TlsTrust.Pem) Objects.requireNonNull(expected.trust())).file()));

        StreamInlet stream = (StreamInlet) hub.listeners().get(0);
        assertThat(stream.tls()).isEqualTo(expected.with(ClientAuthentication.OPTIONAL));
        assertThat(stream.clients().maxHandshakes()).isEqualTo(5);
    }

    @Test
    void everythingThatTheMachineDoesNotHaveIsNamedAtOnceWithItsPlace() throws IOException {
        Files.writeString(directory.resolve("empty.pem"), "nothing");
        DaemonReading reading = read("""
                listeners:
                  - name: t
                    type: tls
                    port: 0
                    tls: {identity: missing.p12, trust: empty.pem}
                  - {name: m, type: multicast, port: 6969, group: 239.2.3.1, networkInterface: nosuch0}
                  - {name: g, type: tcp, port: 0, groups: {in: [__NOBODY__], out: []}}
                endpoints:
                  - {name: a, address: '192.0.2.7:4242:tcp', tls: {verify: false}}
                  - {name: b, address: 'tcp://192.0.2.7:4242'}
                """);

        assertThat(reading.settings()).isNull();
        assertThat(reading.problems())
                .extracting(problem -> Objects.requireNonNull(problem.at()).line() + " " + problem.field())
                .containsExactly(
                        "5 listeners[0].tls.identity",
                        "5 listeners[0].tls.trust",
                        "6 listeners[1].networkInterface",
                        "7 listeners[2].groups.in",
                        "9 endpoints[0].tls",
                        "10 endpoints[1].address");
        assertThat(reading.problems().get(0).rule()).endsWith("(listener t)");
        assertThat(reading.problems().get(5).rule()).isEqualTo("is the address of endpoint a already (endpoint b)");
    }

    @Test
    void theMachineIsLookedAtAlsoWhereTheTextIsWrong() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        DaemonReading reading = read("""
                callsing: X
                dataDirectory: file/data
                listeners:
                  - {name: t, type: tls, port: 700000, tls: {identity: missing.p12, passwordFile: missing, trust: no.pem}}
                  - {name: h, type: tcp, host: 192.0.2.1, port: 0}
                  - {name: i, type: tcp, host: 'a b', port: 0}
                endpoints:
                  - {name: a, address: 'udp://239.2.3.1:6969?interface=nosuch0', groups: 3}
                  - {name: b, address: 'b:1'}
                """);

        assertThat(reading.problems())
                .extracting(problem -> Objects.requireNonNull(problem.at()).line() + " " + problem.field())
                .containsExactlyInAnyOrder(
                        "1 callsing",
                        "2 dataDirectory",
                        "4 listeners[0].port",
                        "4 listeners[0].tls.identity",
                        "4 listeners[0].tls.passwordFile",
                        "4 listeners[0].tls.trust",
                        "5 listeners[1].host",
                        "6 listeners[2].host",
                        "8 endpoints[0].address",
                        "8 endpoints[0].groups",
                        "9 endpoints[1].address");
        assertThat(reading.problems())
                .extracting(Violation::toString)
                .anyMatch(text -> text.contains("dataDirectory \"")
                        && text.endsWith(directory.resolve("file") + " is no directory"))
                .anyMatch(text -> text.endsWith(
                        "\"udp://239.2.3.1:6969?interface=nosuch0\": interface=nosuch0 is no network interface of this"
                                + " machine (endpoint a)"))
                .anyMatch(text -> text.endsWith("\"192.0.2.1\": is no address of this machine (listener h)"))
                .filteredOn(text -> text.contains("there is no such file"))
                .hasSize(3);
    }

    @Test
    void aCertificateOfOursMustNotHaveExpiredAndShouldNotSoon() throws Exception {
        TestKeys keys = new TestKeys(directory);
        Instant now = Instant.now();
        DaemonReading reading = read(tlsEndpoint("a", keys, now.minus(Duration.ofMinutes(1)))
                + tlsEndpoint("b", keys, now.plus(Duration.ofDays(13)))
                + tlsEndpoint("c", keys, now.plus(Duration.ofDays(15))));

        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("endpoints[0].tls.identity");
            assertThat(problem.rule()).startsWith("its certificate expired on ").endsWith(" (endpoint a)");
        });
        assertThat(reading.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.field()).isEqualTo("endpoints[1].tls.identity");
            assertThat(warning.rule()).startsWith("its certificate expires soon, on ");
        });
    }

    @Test
    void aCheckWarnsOfTlsAsTheLogOfADaemonDoes() throws Exception {
        TestKeys keys = new TestKeys(directory);
        TlsIdentity.Pem own = (TlsIdentity.Pem) keys.pem(keys.server());
        TlsIdentity.Pem early = (TlsIdentity.Pem) keys.pem(TestKeys.leaf("CN=early")
                .notBefore(Instant.now().plus(Duration.ofDays(20)))
                .notAfter(Instant.now().plus(Duration.ofDays(40)))
                .buildIssuedBy(keys.root));
        Path trust = ((TlsTrust.Pem) keys.trust()).file();
        String text = """
                listeners:
                  - {name: t, type: tls, port: 0, tls: {identity: %1$s, key: %2$s, trust: %5$s, clientAuth: none}}
                  - {name: u, type: tls, port: 0, tls: {identity: %3$s, key: %4$s, trust: %5$s}}
                endpoints:
                  - {name: a, address: '127.0.0.1:8089:ssl', tls: {verify: false}}
                  - {name: b, address: '127.0.0.2:8089:ssl', tls: {trust: %5$s, verifyHost: false}}
                """.formatted(own.certificates(), own.key(), early.certificates(), early.key(), trust);
        DaemonReading checked = new DaemonFile(
                        Files.writeString(directory.resolve("x.yaml"), text), new ConfigReader(name -> null))
                .check();

        assertThat(checked.problems()).isEmpty();
        assertThat(checked.warnings())
                .filteredOn(warning -> !warning.rule().contains("expires soon"))
                .extracting(warning -> Objects.requireNonNull(warning.at()).line() + " " + warning.field() + " "
                        + warning.rule().replaceFirst(" [0-9T:-]+Z", " X"))
                .containsExactly(
                        "2 listeners[0].tls.clientAuth clients are not asked for a certificate: anyone may connect"
                                + " (listener t)",
                        "3 listeners[1].tls.identity our certificate CN=early is not valid before X; peers will refuse"
                                + " it (listener u)",
                        "5 endpoints[0].tls.verify peers' certificates are NOT verified: anyone on the way can pose as"
                                + " the peer, read and change everything (endpoint a)",
                        "6 endpoints[1].tls.verifyHost host names are NOT verified: whoever has a certificate of a"
                                + " trusted issuer can pose as the peer (endpoint b)");
        // The log tells of them when the gateway opens.
        assertThat(read(text).warnings()).allMatch(warning -> warning.rule().contains("expires soon"));
    }

    private static String tlsEndpoint(String name, TestKeys keys, Instant notAfter) throws Exception {
        TlsIdentity.Pem pem = (TlsIdentity.Pem)
                keys.pem(TestKeys.leaf("CN=" + name).notAfter(notAfter).buildIssuedBy(keys.root));
        return (name.equals("a") ? "endpoints:\n" : "")
                + "  - {name: %s, address: '%s.invalid:8089:ssl', tls: {identity: %s, key: %s}}\n"
                        .formatted(name, name, pem.certificates(), pem.key());
    }

    @Test
    void aHostThatIsNotFoundIsAWarningOfACheck() throws Exception {
        Path file = directory.resolve("cotgw.yaml");
        Files.writeString(file, "endpoints: [{name: a, address: 'no.such.invalid:4242:tcp'}]");
        DaemonReading reading = new DaemonFile(file, new ConfigReader(name -> null)).check();

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.settings()).isNotNull();
        assertThat(reading.warnings())
                .extracting(Violation::toString)
                .containsExactly("1:32: endpoints[0].address \"no.such.invalid:4242:tcp\": its host is not found now"
                        + " (endpoint a)");
    }

    @Test
    void everyShippedFileWorksHereAsItIs() throws IOException {
        for (String name : List.of("cotgw.yaml", "operator.yaml", "partner.yaml", "bench.yaml")) {
            assertThat(new DaemonFile(Path.of("../config").resolve(name)).read().problems())
                    .as(name)
                    .isEmpty();
        }
    }
}
