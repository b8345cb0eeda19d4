package org.cotgateway.api.pushes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.api.pushes.PushesApi.DEVICE_PORT;
import static org.cotgateway.api.pushes.PushesApi.begin;
import static org.cotgateway.api.pushes.PushesApi.data;
import static org.cotgateway.api.pushes.PushesApi.field;
import static org.cotgateway.api.pushes.PushesApi.fleet;
import static org.cotgateway.api.pushes.PushesApi.json;
import static org.cotgateway.api.pushes.PushesApi.post;
import static org.cotgateway.api.pushes.PushesApi.url;
import static org.cotgateway.api.pushes.PushesApi.well7;
import static org.cotgateway.api.pushes.PushesApi.xml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.event.CotEvents;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushDocument;
import org.cotgateway.push.PushRequest;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes by the real curl, to simulated devices and to clients. */
class PushRoutesIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long SEED = 5;

    @TempDir
    Path directory;

    private Path event;
    private Path photo;

    @BeforeEach
    void makeFiles() throws IOException {
        event = well7(directory);
        photo = Packages.randomFile(directory, "photo.jpg", 50_000, SEED);
    }

    @Test
    void devicesGetTheEventAndItsFilesAndTheReportIsFollowedLive() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                DeviceFleet fleet = fleet("127.50.40.1", 3)) {
            List<String> form = new ArrayList<>(List.of("-i"));
            field(form, "event=<" + event);
            field(form, "attachment=@" + photo + ";filename=../../photo.jpg");
            fleet.devices()
                    .forEach(device -> field(
                            form,
                            "to=" + device.address().getHostString() + ":"
                                    + device.address().getPort() + ":tcp"));
            field(form, "contactPort=" + DEVICE_PORT);
            field(form, "deadline=30s");
            field(form, "name=Well 7");
            form.add(url(server, ""));

            String answer = Curl.run(form.toArray(String[]::new));

            assertThat(answer).contains("HTTP/1.1 202 Accepted\n", "location: /api/v1/pushes/");
            String id = answer.replaceFirst("(?s).*location: /api/v1/pushes/([^\n]*)\n.*", "$1");
            List<String> lines = Curl.run("-N", "-H", "Accept: text/event-stream", url(server, "/" + id))
                    .lines()
                    .toList();
            assertThat(lines.get(0)).isEqualTo("retry: 2000");
            List<String> reports = data(lines, "report");
            JsonNode last = JSON.readTree(reports.get(reports.size() - 1));
            assertThat(last.at("/acknowledged").intValue()).isEqualTo(3);
            assertThat(last.at("/package/fileName").textValue()).isEqualTo("Well 7.zip");
            assertThat(reports).hasSize(2);
            assertThat(lines.stream().filter(line -> line.startsWith("id: ")))
                    .hasSize(data(lines, "delivery").size() + 2)
                    .doesNotHaveDuplicates();
            JsonNode report = json(server, "/" + id);
            assertThat(report.at("/pushId").textValue()).isEqualTo(id);
            assertThat(report.at("/deliveries/0/state").textValue()).isEqualTo("acknowledged");
            assertThat(report.at("/deliveries/0/devices/0/success").booleanValue())
                    .isTrue();
            Await.until(server::uploads, List::isEmpty);
            assertThat(Curl.run(
                            "-w",
                            "%{http_code}",
                            "-H",
                            "Accept: text/event-stream",
                            "-H",
                            "Last-Event-ID: 5",
                            url(server, "/" + id)))
                    .isEqualTo("204");
            JsonNode list = json(server, "");
            assertThat(list.at("/count").intValue()).isOne();
            assertThat(list.at("/pushes/0/acknowledged").intValue()).isEqualTo(3);
            assertThat(list.at("/pushes/0/ended").booleanValue()).isTrue();
        }
    }

    @Test
    void aReportIsTheDocumentThatTheCommandLinePrints() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                DeviceFleet fleet = fleet("127.50.41.1", 1)) {
            Push push = server.gateway()
                    .push(PushRequest.of(CotEvents.marker("a", "A", 48, 16).build())
                            .to(fleet.devices().get(0).address().getHostString() + ":" + DEVICE_PORT + ":tcp")
                            .within(Duration.ofSeconds(20)));

            push.await();

            assertThat(Curl.run(url(server, "/" + push.id())))
                    .isEqualTo(JSON.writeValueAsString(PushDocument.of(push.report())) + "\n");
        }
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingStaysBehind() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            Path bad = Files.writeString(
                    directory.resolve("bad.xml"), xml("", Instant.now()).replace("48.2", "91"));
            Path empty = Files.writeString(directory.resolve("empty.jpg"), "");
            JsonNode problem = JSON.readTree(Curl.run(
                    "-F",
                    "event=<" + bad,
                    "-F",
                    "to=10.0.0.7:0:tcp",
                    "-F",
                    "to=nonsense",
                    "-F",
                    "group=Nobody",
                    "-F",
                    "style=pigeon",
                    "-F",
                    "deadline=0s",
                    "-F",
                    "await=tomorrow",
                    "-F",
                    "contactPort=70000",
                    "-F",
                    "attachment=@" + empty,
                    "-F",
                    "colour=red",
                    "-F",
                    "style=inline",
                    url(server, "")));

            assertThat(problem.at("/status").intValue()).isEqualTo(422);
            assertThat(problem.at("/violations"))
                    .extracting(violation -> violation.at("/field").textValue())
                    .contains("point@lat", "style", "deadline", "await", "contactPort", "attachment", "colour", "group")
                    .anyMatch(field -> field.startsWith("to "));
            assertThat(post(server, "event=<" + event, "group=__NOBODY__")).contains("is the gateway's own");
            assertThat(post(server, "event=x", "to=10.0.0.7:4242:tcp")).contains("\"status\":422");
            assertThat(post(server, "to=10.0.0.7:4242:tcp")).contains("\"field\":\"event\"", "is missing");
            assertThat(post(server, "event=<" + event)).contains("\"field\":\"to\"", "to whom?");
            assertThat(post(server, "event=<" + event, "to=10.0.0.7:4242:tcp", "await=fetched"))
                    .contains("needs attachments");
            assertThat(Curl.run("-d", "a=b", url(server, ""))).contains("\"status\":415");
            assertThat(Curl.run(url(server, "/1"))).contains("\"status\":404");
            assertThat(Curl.run("-X", "DELETE", url(server, "/1"))).contains("\"status\":404");
            assertThat(Curl.run(url(server, "?limit=x"))).contains("\"status\":400");
            Await.until(server::uploads, List::isEmpty);
            assertThat(json(server, "").at("/count").intValue()).isZero();
        }
    }

    @Test
    void anEventMayComeAsJsonAndGeoJson() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                DeviceFleet fleet = fleet("127.50.42.1", 1)) {
            String to = "to=127.50.42.1:" + DEVICE_PORT + ":tcp";
            String feature =
                    "{\"type\":\"Feature\",\"id\":\"f-1\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[16.37,48.2]},"
                            + "\"properties\":{\"callsign\":\"F\",\"type\":\"a-f-G\"}}";
            Path file = Files.writeString(directory.resolve("f.geojson"), feature);

            assertThat(JSON.readTree(post(server, "event=<" + file, to))
                            .at("/uid")
                            .textValue())
                    .isEqualTo("f-1");
            assertThat(post(server, "event=" + feature + ";type=application/json", to))
                    .contains("\"status\":422");
            String ours = "{\"uid\":\"j-1\",\"type\":\"a-f-G\",\"point\":{\"lat\":48.2,\"lon\":16.37}}";
            assertThat(JSON.readTree(post(server, "event=" + ours, to))
                            .at("/uid")
                            .textValue())
                    .isEqualTo("j-1");
            Await.until(() -> fleet.devices().get(0).tally().events(), events -> events == 2);
        }
    }

    @Test
    void whatHasNotBeenSentIsCancelled() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                DeviceFleet fleet = fleet("127.50.43.1", 1);
                ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getByName("127.50.44.1"));
                Socket fillsTheBacklog = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                Socket fillsItToo = new Socket(deaf.getInetAddress(), deaf.getLocalPort())) {
            assertThat(fillsTheBacklog.isConnected() && fillsItToo.isConnected())
                    .isTrue();
            String id = begin(
                    server,
                    "event=<" + event,
                    "to=127.50.43.1:" + DEVICE_PORT + ":tcp",
                    "to=127.50.44.1:" + deaf.getLocalPort() + ":tcp");
            Await.until(() -> json(server, "/" + id).at("/sent").intValue(), sent -> sent == 1);

            JsonNode report = JSON.readTree(Curl.run("-X", "DELETE", url(server, "/" + id)));

            assertThat(report.at("/deliveries/0/state").textValue()).isEqualTo("sent");
            assertThat(report.at("/deliveries/1/state").textValue()).isEqualTo("failed");
            assertThat(report.at("/deliveries/1/reason").textValue()).isEqualTo("cancelled");
            assertThat(json(server, "").at("/pushes/0/ended").booleanValue()).isTrue();
            assertThat(JSON.readTree(Curl.run("-X", "DELETE", url(server, "/" + id)))
                            .at("/sent")
                            .intValue())
                    .isOne();
        }
    }

    @Test
    void aGroupIsItsEndpointsAndTheClientsThatAreConnected() throws Exception {
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        Membership red = new Membership(Set.of("Red"), Set.of("Red"), Membership.ANONYMOUS.subscription());
        HubSettings connected = HubSettings.NONE.with(
                List.of(
                        new HubSettings.StreamInlet("red", any, ClientSettings.DEFAULT, null, red),
                        new HubSettings.StreamInlet("all", any, ClientSettings.DEFAULT, null, Membership.ANONYMOUS)),
                List.of(new HubSettings.EndpointReceiver(
                        "device", Endpoint.parse("127.50.45.1:" + DEVICE_PORT + ":tcp"), null, red)));
        try (GatewayFixture server = new GatewayFixture(directory, GatewaySettings.DEFAULT, connected);
                DeviceFleet fleet = fleet("127.50.45.1", 1);
                Socket client = connect(server, 0);
                Socket other = connect(server, 1)) {
            Await.until(
                    () -> json(server.url("/api/v1/status")).at("/receivers").size(), all -> all == 3);

            JsonNode begun = JSON.readTree(post(server, "event=<" + event, "group=Red", "deadline=20s"));
            String id = begun.at("/pushId").textValue();
            JsonNode report = Await.until(
                    () -> json(server, "/" + id), now -> now.at("/sent").intValue() == 2);

            assertThat(report.at("/deliveries"))
                    .extracting(delivery -> delivery.at("/endpoint").textValue())
                    .containsExactlyInAnyOrder(
                            "127.50.45.1:" + DEVICE_PORT + ":tcp", "127.0.0.1:" + client.getLocalPort() + ":stcp");
            assertThat(read(client, "uid=\"well-7\"")).doesNotContain("well-8");
            byte[] got =
                    other.getInputStream().readNBytes(other.getInputStream().available());
            assertThat(new String(got, StandardCharsets.UTF_8)).doesNotContain("well-7");
        }
    }

    private static Socket connect(GatewayFixture server, int listener) throws IOException {
        InetSocketAddress address = server.gateway().streamAddresses().get(listener);
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** What comes up to this text. */
    private static String read(Socket from, String end) throws IOException {
        InputStream in = from.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            read.append((char) in.read());
        }
        return read.toString();
    }
}
