package org.cotgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real handshakes, each engine against each, in both versions of TLS. */
class TlsHandshakeTest {

    private static final Instant PAST = Instant.parse("2026-01-01T03:04:05Z");

    @TempDir
    Path directory;

    private TestKeys keys;

    @BeforeEach
    void makeAuthority() throws Exception {
        keys = new TestKeys(directory);
    }

    static Stream<Arguments> pairings() {
        return Stream.of(TlsVersion.values())
                .flatMap(version -> Stream.of(TlsProvider.OPENSSL, TlsProvider.JDK)
                        .flatMap(client -> Stream.of(TlsProvider.OPENSSL, TlsProvider.JDK)
                                .map(server -> Arguments.of(version, client, server))));
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void bothSidesSeeEachOthersCertificate(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        Handshake handshake = Handshake.between(
                client(client, version).with(keys.pem(keys.client("alpha")), keys.trust()),
                server(server, version),
                "127.0.0.1");
        assertThat(handshake.client.failures).isEmpty();
        assertThat(handshake.server.failures).isEmpty();
        assertThat(handshake.client.isTrusting()).isTrue();
        assertThat(handshake.server.isTrusting()).isTrue();
        assertThat(handshake.client.session().getProtocol()).isEqualTo(version.toString());
        assertThat(handshake.server.session().getPeerPrincipal().getName()).isEqualTo("CN=alpha");
        assertThat(handshake.client.session().getPeerPrincipal().getName()).isEqualTo("CN=server");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aClientOfAnotherIssuerIsRefusedAndLearnsIt(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        TestKeys others = new TestKeys(directory, "CN=Other Root");
        Handshake handshake = Handshake.between(
                client(client, version).with(others.pem(others.client("mallory")), keys.trust()),
                server(server, version),
                "127.0.0.1");
        assertThat(handshake.server.why())
                .isEqualTo("the peer's certificate CN=mallory has an unknown issuer, CN=Other Root");
        assertThat(handshake.client.why()).containsAnyOf("our certificate").contains("(alert ");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aServerOfAnotherIssuerIsRefused(TlsVersion version, TlsProvider client, TlsProvider server) throws Exception {
        TestKeys others = new TestKeys(directory, "CN=Other Root");
        Handshake handshake = Handshake.between(
                client(client, version).with(keys.pem(keys.client("alpha")), others.trust()),
                server(server, version),
                "127.0.0.1");
        assertThat(handshake.client.why())
                .isEqualTo("the peer's certificate CN=server has an unknown issuer, CN=Test Root");
        assertThat(handshake.server.why()).contains("our certificate").contains("(alert ");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void anIssuerOfTheSameNameWithAnotherKeyIsToldApart(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        TestKeys namesakes = new TestKeys(directory);
        Handshake handshake = Handshake.between(
                client(client, version).with(namesakes.pem(namesakes.client("mallory")), keys.trust()),
                server(server, version),
                "127.0.0.1");
        assertThat(handshake.server.why())
                .isEqualTo("the peer's certificate CN=mallory has an unknown issuer, CN=Test Root; we trust one of"
                        + " that name, but another key signed");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void anExpiredClientIsNamedWithItsDate(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        X509Bundle expired = TestKeys.leaf("CN=late")
                .notBefore(PAST.minus(Duration.ofDays(9)))
                .notAfter(PAST)
                .buildIssuedBy(keys.root);
        Handshake handshake = Handshake.between(
                client(client, version).with(keys.pem(expired), keys.trust()), server(server, version), "127.0.0.1");
        assertThat(handshake.server.why()).isEqualTo("the peer's certificate CN=late expired on 2026-01-01T03:04:05Z");
        assertThat(handshake.client.why()).contains("our certificate").contains("(alert ");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aServerThatIsNotYetValidIsNamedWithItsDate(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        X509Bundle early = TestKeys.leaf("CN=early")
                .addSanIpAddress("127.0.0.1")
                .notBefore(Instant.parse("2090-01-01T00:00:00Z"))
                .notAfter(Instant.parse("2091-01-01T00:00:00Z"))
                .buildIssuedBy(keys.root);
        Handshake handshake = Handshake.between(
                client(client, version).with(keys.pem(keys.client("alpha")), keys.trust()),
                server(server, version).with(keys.pem(early), keys.trust()),
                "127.0.0.1");
        assertThat(handshake.client.why())
                .isEqualTo("the peer's certificate CN=early is not valid before 2090-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aSelfMadeClientIsRefused(TlsVersion version, TlsProvider client, TlsProvider server) throws Exception {
        X509Bundle selfMade = TestKeys.authority("CN=diy").buildSelfSigned();
        Handshake handshake = Handshake.between(
                client(client, version).with(keys.pem(selfMade), keys.trust()), server(server, version), "127.0.0.1");
        assertThat(handshake.server.why())
                .isEqualTo("the peer's certificate CN=diy is self-made and not among those we trust");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aClientWithoutCertificateIsRefusedWhereOneIsRequired(
            TlsVersion version, TlsProvider client, TlsProvider server) throws Exception {
        Handshake handshake = Handshake.between(
                client(client, version).with(null, keys.trust()), server(server, version), "127.0.0.1");
        assertThat(handshake.server.why()).isEqualTo("the peer sent no certificate");
        assertThat(handshake.client.why()).contains("certificate").contains("(alert ");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aClientWithoutCertificateIsWelcomeWhereItIsOptional(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        Handshake handshake = Handshake.between(
                client(client, version).with(null, keys.trust()),
                server(server, version).with(ClientAuthentication.OPTIONAL),
                "127.0.0.1");
        assertThat(handshake.client.isTrusting()).isTrue();
        assertThat(handshake.server.isTrusting()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aServerMustBeForTheHostThatWasDialled(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        TlsSettings own = client(client, version).with(keys.pem(keys.client("alpha")), keys.trust());
        for (String right : new String[] {"tak.example", "127.0.0.1"}) {
            assertThat(Handshake.between(own, server(server, version), right)
                            .client
                            .isTrusting())
                    .as(right)
                    .isTrue();
        }
        for (String wrong : new String[] {"evil.example", "127.0.0.2"}) {
            assertThat(Handshake.between(own, server(server, version), wrong)
                            .client
                            .why())
                    .isEqualTo("the peer's certificate CN=server is not for the host " + wrong
                            + "; it is for 127.0.0.1, tak.example");
            assertThat(Handshake.between(own.verifying(true, false), server(server, version), wrong)
                            .client
                            .isTrusting())
                    .as("%s, not verified", wrong)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void onlyWhenToldSoIsAnyPeerTaken(TlsVersion version, TlsProvider client, TlsProvider server) throws Exception {
        TestKeys others = new TestKeys(directory, "CN=Other Root");
        Handshake handshake = Handshake.between(
                client(client, version)
                        .with(others.pem(others.client("mallory")), null)
                        .verifying(false, true),
                server(server, version).verifying(false, true),
                "nowhere.example");
        assertThat(handshake.client.isTrusting()).isTrue();
        assertThat(handshake.server.isTrusting()).isTrue();
        assertThat(handshake.server.session().getPeerPrincipal().getName()).isEqualTo("CN=mallory");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void whoTrustsOnlyTheRootIsSentTheWholeChain(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        X509Bundle between = TestKeys.authority("CN=Between").buildIssuedBy(keys.root);
        X509Bundle serverBundle =
                TestKeys.leaf("CN=server").addSanIpAddress("127.0.0.1").buildIssuedBy(between);
        X509Bundle clientBundle = TestKeys.leaf("CN=alpha").buildIssuedBy(between);
        Handshake handshake = Handshake.between(
                client(client, version).with(keys.pem(clientBundle), keys.trust()),
                server(server, version).with(keys.pem(serverBundle), keys.trust()),
                "127.0.0.1");
        assertThat(handshake.client.isTrusting()).isTrue();
        assertThat(handshake.server.isTrusting()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aClientThatSendsOnlyItsOwnCertificateIsTrustedByItsIntermediateIssuer(
            TlsVersion version, TlsProvider client, TlsProvider server) throws Exception {
        X509Bundle between = TestKeys.authority("CN=Between").buildIssuedBy(keys.root);
        X509Bundle bundle = TestKeys.leaf("CN=alpha").buildIssuedBy(between);
        TlsIdentity leafOnly = new TlsIdentity.Pem(
                keys.write("leaf", bundle.getCertificatePEM()), keys.write("key", bundle.getPrivateKeyPEM()), null);
        TlsSettings own = client(client, version).with(leafOnly, keys.trust());
        TlsSettings rootOnly = server(server, version);
        assertThat(Handshake.between(own, rootOnly, "127.0.0.1").server.why())
                .isEqualTo("the peer's certificate CN=alpha has an unknown issuer, CN=Between");
        TlsSettings withBetween = rootOnly.with(rootOnly.identity(), keys.trust(between));
        assertThat(Handshake.between(own, withBetween, "127.0.0.1").server.isTrusting())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void whatIsWrongOnTheWayToATrustedIssuerIsNamed(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        X509Bundle last = TestKeys.authority("CN=Last")
                .setPathLengthConstraint(OptionalInt.of(0))
                .buildIssuedBy(keys.root);
        X509Bundle beyond = TestKeys.authority("CN=Beyond").buildIssuedBy(last);
        X509Bundle none = TestKeys.leaf("CN=None").buildIssuedBy(keys.root);
        Map<X509Bundle, String> issuers = Map.of(
                beyond, "CN=Beyond is refused: basic constraints check failed: pathLenConstraint violated",
                none, "CN=None is refused: basic constraints check failed: this is not a CA certificate");
        for (Map.Entry<X509Bundle, String> issuer : issuers.entrySet()) {
            X509Bundle alpha = TestKeys.leaf("CN=alpha").buildIssuedBy(issuer.getKey());
            Handshake handshake = Handshake.between(
                    client(client, version).with(keys.pem(alpha), keys.trust()), server(server, version), "127.0.0.1");
            assertThat(handshake.server.why()).startsWith("the peer's certificate " + issuer.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void aKeyThatIsTooWeakIsNamedWhereverInTheChainItIs(TlsVersion version, TlsProvider client, TlsProvider server)
            throws Exception {
        X509Bundle weak = TestKeys.weak(TestKeys.authority("CN=Weak")).buildIssuedBy(keys.root);
        X509Bundle next = TestKeys.authority("CN=Next").buildIssuedBy(weak);
        X509Bundle weakRoot = TestKeys.weakRoot("CN=Weak Root");
        X509Bundle below = TestKeys.authority("CN=Below").buildIssuedBy(weakRoot);
        X509Bundle own = TestKeys.weak(TestKeys.leaf("CN=own")).buildIssuedBy(keys.root);
        String tooWeak = " has too weak a key, RSA with 768 bits";

        assertRefused(version, client, server, alpha(weak), keys.root, "CN=Weak" + tooWeak);
        assertRefused(version, client, server, alpha(next), keys.root, "CN=Weak" + tooWeak);
        assertRefused(version, client, server, own, keys.root, "CN=own" + tooWeak);
        String issuerIs = " is refused: its issuer ";
        String trusted = ", which we trust," + tooWeak;
        assertRefused(
                version, client, server, alpha(weakRoot), weakRoot, "CN=alpha" + issuerIs + "CN=Weak Root" + trusted);
        assertRefused(
                version, client, server, alpha(below), weakRoot, "CN=Below" + issuerIs + "CN=Weak Root" + trusted);
        assertRefused(version, client, server, alpha(weak), weak, "CN=alpha" + issuerIs + "CN=Weak" + trusted);
    }

    private static X509Bundle alpha(X509Bundle issuer) throws Exception {
        return TestKeys.leaf("CN=alpha").buildIssuedBy(issuer);
    }

    /** What a client is told, and why the server refuses it that trusts this one alone; the same the other way round. */
    private void assertRefused(
            TlsVersion version, TlsProvider client, TlsProvider server, X509Bundle bad, X509Bundle trusted, String why)
            throws Exception {
        TlsSettings good = server(server, version);
        Handshake refusedClient = Handshake.between(
                client(client, version).with(keys.pem(bad), keys.trust()),
                good.with(good.identity(), keys.trust(trusted)),
                "127.0.0.1");
        assertThat(refusedClient.server.why()).isEqualTo("the peer's certificate " + why);
        assertThat(refusedClient.client.why()).startsWith("the peer does not accept our certificate (alert ");
        Handshake refusedServer = Handshake.between(
                client(client, version).with(keys.pem(keys.client("gamma")), keys.trust(trusted)),
                good.with(keys.pem(bad), keys.trust()),
                "127.0.0.1");
        assertThat(refusedServer.client.why()).isEqualTo("the peer's certificate " + why);
        assertThat(refusedServer.server.why()).startsWith("the peer does not accept our certificate (alert ");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void withoutACommonVersionBothSaySo(TlsVersion version, TlsProvider client, TlsProvider server) throws Exception {
        TlsVersion other = version == TlsVersion.TLS_1_2 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
        Handshake handshake = Handshake.between(
                client(client, version).with(keys.pem(keys.client("alpha")), keys.trust()),
                server(server, other),
                "127.0.0.1");
        assertThat(handshake.client.why()).startsWith("the peer speaks none of our versions of TLS");
        assertThat(handshake.server.why()).startsWith("the peer speaks none of our versions of TLS");
    }

    private static TlsSettings client(TlsProvider provider, TlsVersion version) {
        return TlsSettings.DEFAULT.with(provider).with(Set.of(version));
    }

    private TlsSettings server(TlsProvider provider, TlsVersion version) throws Exception {
        return TlsSettings.DEFAULT.with(provider).with(Set.of(version)).with(keys.pem(keys.server()), keys.trust());
    }
}
