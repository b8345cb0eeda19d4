package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.tls.TlsTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReplayIT {

    private static final int EVENTS = 50;
    private static final int MAX_DATAGRAM_BYTES = 65_507;
    private static final int DEVICE_TIMEOUT_MS = 20_000;
    private static final Pattern UID = Pattern.compile(" uid=\"([^\"]+)\"");
    private static final long TIMEOUT_S = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void whatIsReplayedThroughAGatewayIsRecordedInTheSameOrder() throws Exception {
        Path original = recording("original.jsonl");
        Path copy = directory.resolve("copy.jsonl.gz");
        HubSettings hub = HubSettings.NONE.with(
                List.of(HubSettings.StreamInlet.open(new InetSocketAddress("127.0.0.1", 0))), List.of());
        GatewaySettings settings = GatewaySettings.builder()
                .bind("127.0.0.1")
                .directPort(0)
                .httpPort(0)
                .build();
        Run replay;
        CompletableFuture<Run> record;
        try (CotGateway gateway = CotGateway.open(settings, hub)) {
            String stream = "127.0.0.1:" + gateway.streamAddresses().get(0).getPort() + ":stcp";
            record = CompletableFuture.supplyAsync(() -> Run.cotgw(
                    "record", copy.toString(), stream, "--type", "a", "--count", "" + EVENTS, "--duration", "40s"));
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED), count -> count == 1);
            replay = Run.cotgw(
                    "replay", original.toString(), "--to", stream, "--speed", "2x", "--uid-prefix", "r-", "--json");
            record.get(TIMEOUT_S, TimeUnit.SECONDS);
        }

        assertThat(replay.exit()).as(replay.err() + replay.out()).isZero();
        assertThat(replay.json().at("/endpoints/0/sent").asInt()).isEqualTo(EVENTS);
        assertThat(record.join().exit()).as(record.join().err()).isZero();
        assertThat(record.join().err()).contains(EVENTS + " events in");
        Run again = Run.cotgw("replay", copy.toString(), "--to", "127.0.0.1:9:udp", "--speed", "max", "--json");
        assertThat(again.json().get("events").asInt()).isEqualTo(EVENTS);
        List<String> uids = new ArrayList<>();
        for (String line : linesOf(copy)) {
            JsonNode entry = JSON.readTree(line);
            if (entry.has("xml")) {
                uids.add(entry.get("xml").asText().replaceFirst(".* uid=[\"']([^\"']*)[\"'].*", "$1"));
            }
        }
        assertThat(uids).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            assertThat(uids.get(i)).isEqualTo("r-u" + i);
        }
    }

    @Test
    void listensForDirectTcpAndPrintsALineForEach() throws Exception {
        Listening listening = new Listening("listen", "127.0.0.1:0:tcp", "--count", "2", "--duration", "40s", "--xml");

        Run replay = replayTwo(listening.endpoint());

        Run run = listening.ended();
        assertThat(replay.exit()).as(replay.err() + replay.out()).isZero();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("a-f-G  atom, friendly, ground  u0  1.00000,2.00000 3 m  stale in ")
                .contains("from 127.0.0.1:")
                .contains("<event version=")
                .doesNotContain("\u009b")
                .contains("text\\u009b");
        assertThat(run.err()).contains("2 events in ", "a-f  atom, friendly");
    }

    @Test
    void listensForStreamsAndPrintsADocumentForEach() throws Exception {
        Listening listening =
                new Listening("listen", "listen:127.0.0.1:0:stcp", "--uid", "u1", "--count", "1", "--json");

        Run replay = replayTwo(listening.endpoint());

        Run run = listening.ended();
        assertThat(replay.exit()).as(replay.err() + replay.out()).isZero();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode event = JSON.readTree(run.out());
        assertThat(event.get("uid").asText()).isEqualTo("u1");
        assertThat(event.get("hae").asDouble()).isEqualTo(3);
        assertThat(event.get("xml").asText()).startsWith("<event");
        assertThat(run.err()).contains(": connected");
    }

    @Test
    void listensForDatagramsToItself() throws Exception {
        listensForDatagrams("127.0.0.1:0:udp", "");
    }

    @Test
    void listensForDatagramsToAGroup() throws Exception {
        listensForDatagrams("udp://239.255.77.7:0?interface=lo", "?interface=lo&ttl=1");
    }

    private void listensForDatagrams(String source, String options) throws Exception {
        Listening listening = new Listening("listen", source, "--count", "2", "--duration", "40s", "--type", "a-f");

        Run replay = replayTwo("udp://" + listening.endpoint().replace(":udp", "") + options);

        Run run = listening.ended();
        assertThat(replay.exit()).as(replay.err() + replay.out()).isZero();
        assertThat(run.out().lines()).as(run.err()).hasSize(2);
        assertThat(run.out()).contains("  u0  ", "  u1  ", "  xml");
    }

    @Test
    void aReplayThatReachesNobodySaysSo() throws Exception {
        Path file = recording("file.jsonl");
        Files.writeString(file, "oops\n", StandardOpenOption.APPEND);

        Run run = Run.cotgw(
                "replay", file.toString(), "--to", "127.0.0.1:1:tcp", "--to", "127.0.0.1:9:udp", "--wait", "500ms");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("line " + (EVENTS + 2) + ": it is no JSON");
        assertThat(run.out())
                .contains(EVENTS + " events in", "1 unreadable")
                .containsPattern("127.0.0.1:1:tcp +sent 0  conflated 0  closed " + EVENTS + "  \\(.*refused")
                .containsPattern("127.0.0.1:9:udp +sent " + EVENTS + "  conflated 0\\R");
    }

    @Test
    void aReceiverThatClosesIsTheReason() throws Exception {
        Path file = recording("file.jsonl");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
                try (Socket client = server.accept()) {
                    assertThat(client.getInputStream().read()).isPositive();
                    server.close();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            Run run = Run.cotgw(
                    "replay", file.toString(), "--to", "127.0.0.1:" + server.getLocalPort() + ":stcp", "--wait", "3s");
            closing.get(TIMEOUT_S, TimeUnit.SECONDS);

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).containsPattern("closed [0-9]+  \\(connection refused\\)");
        }
    }

    @Test
    void whatBreaksRulesIsSentAndCounted() throws Exception {
        Path file = Files.writeString(
                directory.resolve("events.xml"),
                "<event version='2.0' uid='u' type='a-f-G' how='m-g' time='2020-01-01T00:00:00Z'"
                        + " start='2020-01-01T00:00:00Z' stale='2020-01-01T00:05:00Z'>"
                        + "<point lat='98' lon='2' hae='3' ce='4' le='5'/></event>");

        Run text = Run.cotgw("replay", file.toString(), "--to", "127.0.0.1:9:udp");
        Run json = Run.cotgw("replay", file.toString(), "--to", "127.0.0.1:9:udp", "--json");

        assertThat(text.out()).contains("1 event in ", ", 1 of them invalid, sent all the same");
        assertThat(json.json().get("invalid").asInt()).isEqualTo(1);
        assertThat(json.json().at("/endpoints/0/sent").asInt()).isEqualTo(1);
    }

    @Test
    void aSourceThatIsNeverReachedIsAFailureWithItsReason() throws Exception {
        Run listen = Run.cotgw("listen", "127.0.0.1:1:stcp", "--duration", "3s");
        Run record = Run.cotgw(
                "record", directory.resolve("r.jsonl").toString(), "127.0.0.1:1:stcp", "--duration", "3s", "--json");

        assertThat(listen.exit()).isEqualTo(1);
        assertThat(listen.err())
                .contains("127.0.0.1:1:stcp: not connected: connection refused; dialling again")
                .contains("never reached: 127.0.0.1:1:stcp: connection refused");
        assertThat(record.exit()).isEqualTo(1);
        assertThat(record.json().at("/unreached/0").asText()).isEqualTo("127.0.0.1:1:stcp: connection refused");
    }

    @Test
    void aServerThatRefusesUsAfterTheHandshakeIsNotReached() throws Exception {
        TestKeys keys = new TestKeys(directory);
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        TlsSettings tls = TlsSettings.DEFAULT.with(keys.pem(keys.server()), keys.trust());
        HubSettings hub = HubSettings.NONE.with(
                List.of(new HubSettings.StreamInlet("tls", any, ClientSettings.DEFAULT, tls, Membership.ANONYMOUS)),
                List.of());
        GatewaySettings settings = GatewaySettings.builder()
                .bind("127.0.0.1")
                .directPort(0)
                .httpPort(0)
                .build();
        try (CotGateway gateway = CotGateway.open(settings, hub)) {
            String source = "127.0.0.1:" + gateway.streamAddresses().get(0).getPort() + ":ssl";
            TlsTrust.Pem trust = (TlsTrust.Pem) keys.trust();
            Run run = Run.cotgw("listen", source, "--trust", trust.file().toString(), "--duration", "2s");

            assertThat(run.exit()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("never reached: " + source + ": ").doesNotContain(": connected");
            assertThat(run.err()).containsIgnoringCase("certificate");
        }
    }

    @Test
    void aLoopBeginsAgain() throws Exception {
        try (DatagramSocket device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            device.setSoTimeout(DEVICE_TIMEOUT_MS);
            String to = "--to=127.0.0.1:" + device.getLocalPort() + ":udp";
            String file = recording("again.jsonl").toString();
            Thread replay = new Thread(
                    () -> Run.cotgw("replay", file, to, "--speed=max", "--loop", "--duration=60s"), "replay");
            replay.start();
            try {
                assertThat(uidsAt(device, EVENTS)).startsWith("u0").endsWith("u" + (EVENTS - 1));
                assertThat(uidsAt(device, 1)).containsExactly("u0");
            } finally {
                replay.interrupt();
                replay.join();
            }
        }
    }

    private static List<String> uidsAt(DatagramSocket device, int events) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
        List<String> uids = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            device.receive(packet);
            Matcher uid = UID.matcher(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            assertThat(uid.find()).isTrue();
            uids.add(uid.group(1));
        }
        return uids;
    }

    @Test
    void whatIsWrongWithTheUsageIsNamed() throws IOException {
        Path file = recording("file.jsonl");

        assertThat(Run.cotgw("replay", file.toString()).err()).contains("--to");
        assertThat(Run.cotgw("replay", file.toString(), "--to", "a:b", "--to", "c:1:d")
                        .err())
                .contains("--to a:b", "--to c:1:d");
        assertThat(Run.cotgw("replay", file.toString(), "--to", "a:1:udp", "--speed", "0")
                        .err())
                .contains("'0' is not a speed");
        assertThat(Run.cotgw("replay", directory.resolve("none").toString(), "--to", "127.0.0.1:9:udp")
                        .err())
                .contains("no such file");
        assertThat(Run.cotgw("record", file.toString(), "127.0.0.1:0:tcp").err())
                .contains("--overwrite");
        assertThat(Run.cotgw("record", directory.resolve("none/file.jsonl").toString(), "127.0.0.1:0:tcp")
                        .err())
                .contains("the directory " + directory.resolve("none") + " does not exist");
        assertThat(Run.cotgw("listen", "nowhere", "host:0:stcp").err()).contains("nowhere", "host:0:stcp");
        assertThat(Run.cotgw("listen", "--type", "a-f-*", "--type", "", "nowhere")
                        .err())
                .contains("--type a-f-*: must have no *", "--type : ", "nowhere");
        assertThat(Run.cotgw("listen", "--count", "0", "127.0.0.1:0:tcp").exit())
                .isEqualTo(2);
    }

    private Run replayTwo(String endpoint) throws IOException {
        List<String> lines = Files.readAllLines(recording("two.jsonl")).subList(0, 3);
        Path two = Files.write(directory.resolve("two.jsonl"), lines);
        return Run.cotgw("replay", two.toString(), "--to", endpoint);
    }

    private Path recording(String name) throws IOException {
        StringBuilder lines = new StringBuilder("{\"format\":\"cot-recording\",\"version\":1,\"start\":\"x\"}\n");
        for (int i = 0; i < EVENTS; i++) {
            lines.append("{\"ms\":")
                    .append(i * 20)
                    .append(",\"xml\":\"<event version='2.0' uid='u")
                    .append(i)
                    .append("' type='a-f-G' how='m-g' time='2020-01-01T00:00:00Z' start='2020-01-01T00:00:00Z'")
                    .append(" stale='2020-01-01T00:05:00Z'><point lat='1' lon='2' hae='3' ce='4' le='5'/>")
                    .append("<detail><remarks>text\\u009b</remarks></detail></event>\"}\n");
        }
        return Files.writeString(directory.resolve(name), lines);
    }

    private static List<String> linesOf(Path compressed) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
