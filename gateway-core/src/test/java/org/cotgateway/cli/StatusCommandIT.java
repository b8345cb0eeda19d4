package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** {@code cotgw status} against a gateway in this process. */
class StatusCommandIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    private static CotGateway open(List<String> operators) throws IOException {
        return CotGateway.open(
                GatewaySettings.builder()
                        .callsign("HOME")
                        .http(HttpSettings.on(ANY).operatedFrom(operators))
                        .bind("127.0.0.1")
                        .build(),
                HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), List.of()));
    }

    private static String address(CotGateway gateway) {
        return "127.0.0.1:" + gateway.httpAddress().getPort();
    }

    @Test
    void aRunningGatewayIsATable() throws Exception {
        try (CotGateway gateway = open(List.of("127.0.0.1"));
                Socket client =
                        new Socket("127.0.0.1", gateway.streamAddresses().get(0).getPort())) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED), count -> count == 1);

            for (String where : List.of(address(gateway), "http://" + address(gateway) + "/")) {
                Run run = Run.cotgw("status", where);

                assertThat(run.exit()).as(run.err()).isZero();
                assertThat(run.out())
                        .startsWith("HOME  ")
                        .contains("127.0.0.1:" + client.getLocalPort() + " ")
                        .contains("connected");
                assertThat(run.err()).isEmpty();
            }
            Run json = Run.cotgw("status", address(gateway), "--json");
            assertThat(json.json().get("receivers")).hasSize(1);
        }
    }

    @Test
    void whereNothingAnswersItSaysSoAndFails() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Run run = Run.cotgw("status", "127.0.0.1:" + port);

        assertThat(run.exit()).isOne();
        assertThat(run.err()).contains("no gateway answers at http://127.0.0.1:" + port + "/api/v1/status");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void whoeverIsNoOperatorReadsWhy() throws IOException {
        try (CotGateway gateway = open(List.of())) {
            Run run = Run.cotgw("status", address(gateway));

            assertThat(run.exit()).isOne();
            assertThat(run.err()).contains("403").contains("127.0.0.1 is not an operator's address");
        }
    }

    @Test
    void anotherDocumentIsNoStatus() throws IOException {
        try (CotGateway gateway = open(List.of("127.0.0.1"))) {
            Run run = Run.cotgw("status", "http://" + address(gateway) + "/metrics");

            assertThat(run.exit()).isOne();
            assertThat(run.err()).contains("is not the status of a gateway");
        }
    }

    @Test
    void aPortForStreamsIsNamedAsWhatItIsNot() throws IOException {
        try (CotGateway gateway = open(List.of("127.0.0.1"))) {
            String where = "127.0.0.1:" + gateway.streamAddresses().get(0).getPort();
            Run run = Run.cotgw("status", where);

            assertThat(run.exit()).isOne();
            assertThat(run.err())
                    .contains(where + " is not the HTTP port of a gateway")
                    .doesNotContain("<event");
        }
    }

    @Test
    void whatIsNoAddressIsWrongUsage() {
        for (String wrong : List.of("ftp://127.0.0.1", "http://", "two words")) {
            Run run = Run.cotgw("status", wrong);

            assertThat(run.exit()).as(wrong).isEqualTo(2);
            assertThat(run.err()).contains("must be a URL such as http://127.0.0.1:8080, or host:port");
        }
    }
}
