package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.NodePeer;
import org.cotgateway.tls.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code @tak-ps/node-tak} as a client of the gateway, by TLS with a certificate on both sides. */
class NodePeersIT {

    private static final String ODD_DETAIL = "<contact callsign=\"\u00D6 &amp; &lt;&quot;7&quot;&gt; \uD83D\uDE00\"/>"
            + "<remarks>two&#10;lines,&#9;a tab, ]]&gt; &amp;amp; \u4E2D\u6587</remarks>"
            + "<plugin a=\"&#10;'\"><inner>&lt;/event></inner></plugin>";

    @TempDir
    private Path directory;

    private TlsHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = TlsHub.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        hub.close();
    }

    @Test
    void itIsLetInAndItsPingsAreAnswered() throws Exception {
        try (NodePeer node = client(hub.keys.client("node"))) {
            assertThat(node.next("what", "secure").path("protocol").asText()).isEqualTo("TLSv1.3");
            node.next("what", "pong");
            hub.await(Counter.CLIENTS_CONNECTED, 1);
        }
        hub.await(Counter.CLIENTS_LEFT, 1);
    }

    @Test
    void whatItSendsReachesOthersAndWhatOthersSendReachesItUnharmed() throws Exception {
        try (StreamPeer other = hub.plainClient();
                NodePeer node = client(hub.keys.client("node"))) {
            node.next("what", "pong");
            node.tell(Map.of(
                    "feature",
                    Map.of(
                            "id",
                            "node-1",
                            "type",
                            "Feature",
                            "properties",
                            Map.of(
                                    "type",
                                    "a-f-G-U-C",
                                    "how",
                                    "m-g",
                                    "callsign",
                                    "NODE \u00D6",
                                    "contact",
                                    Map.of("endpoint", "192.0.2.7:4242:tcp")),
                            "geometry",
                            Map.of("type", "Point", "coordinates", List.of(16.37, 48.21, 170)))));
            assertThat(other.next("uid=\"node-1\""))
                    .contains("callsign=\"NODE \u00D6\"", "endpoint=\"*:-1:stcp\"", "lat=\"48.21\"");

            other.send(StreamPeer.event("odd", "a-f-G", ODD_DETAIL));
            JsonNode detail = node.next("uid", "odd").at("/raw/event/detail");
            assertThat(detail.at("/contact/_attributes/callsign").asText()).isEqualTo("\u00D6 & <\"7\"> \uD83D\uDE00");
            assertThat(detail.at("/remarks/_text").asText()).isEqualTo("two\nlines,\ta tab, ]]> &amp; \u4E2D\u6587");
            assertThat(detail.at("/plugin/_attributes/a").asText()).isEqualTo("\n'");
            assertThat(detail.at("/plugin/inner/_text").asText()).isEqualTo("</event>");
        }
    }

    @Test
    void aNewcomerIsShownWhoIsThereAndToldWhenTheyLeave() throws Exception {
        try (StreamPeer other = hub.plainClient()) {
            other.send(StreamPeer.self("dev-1", "ALPHA"));
            hub.await(Counter.EVENTS_RECEIVED, 1);
            try (NodePeer node = client(hub.keys.client("node"))) {
                JsonNode shown = node.next("uid", "dev-1");
                assertThat(shown.at("/raw/event/detail/contact/_attributes/callsign")
                                .asText())
                        .isEqualTo("ALPHA");
                other.close();
                assertThat(node.next("type", "t-x-d-d")
                                .at("/raw/event/detail/link/_attributes/uid")
                                .asText())
                        .isEqualTo("dev-1");
            }
        }
    }

    /** node-cot leaves the ampersand as it is. */
    @Test
    void whatItWritesThatIsNoXmlCostsThatEventAlone() throws Exception {
        try (StreamPeer other = hub.plainClient();
                NodePeer node = client(hub.keys.client("node"))) {
            node.next("what", "pong");
            node.tell(Map.of("xml", StreamPeer.event("broken", "a-f-G", "<x a=\"1 &amp; 2\"/>")));
            node.tell(Map.of("xml", StreamPeer.event("whole", "a-f-G", "<x a=\"1\"/>")));
            assertThat(other.next()).contains("uid=\"whole\"");
            hub.await(Counter.RECEIVED_MALFORMED, 1);
        }
    }

    @Test
    void withAStrangersCertificateItIsNotLetIn() throws Exception {
        X509Bundle stranger = new TestKeys(directory, "CN=Other Root").client("stranger");
        try (NodePeer node = client(stranger)) {
            // With TLS 1.3 it believes to be connected until it hears of the refusal.
            assertThat(node.next("what", "error").path("message").asText()).contains("alert");
            hub.await(Counter.HANDSHAKES_FAILED, 1);
            hub.await(Counter.CLIENTS_CONNECTED, 0);
        }
    }

    private NodePeer client(X509Bundle certificate) throws IOException {
        return NodePeer.start(
                "tak-client.js",
                "ssl://127.0.0.1:" + hub.tlsPort(),
                hub.keys.write("chain", certificate.getCertificatePathPEM()).toString(),
                hub.keys.write("key", certificate.getPrivateKeyPEM()).toString(),
                hub.keys.write("ca", hub.keys.root.getCertificatePEM()).toString());
    }
}
