package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.SubscriberSettings;
import org.cotgateway.event.CotEvent;
import org.cotgateway.hub.PublishOutcome;

/** A gateway, and a partner who asks it by HTTP. */
final class EventsApi implements AutoCloseable {

    static final String XML = "application/xml";
    static final String JSON = "application/json";
    static final String GEOJSON = "application/geo+json";
    static final String NDJSON = "application/x-ndjson";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final CotGateway gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    EventsApi() throws IOException {
        this(GatewaySettings.builder().bind("127.0.0.1").build());
    }

    EventsApi(GatewaySettings settings) throws IOException {
        gateway = CotGateway.open(settings);
    }

    static String xml(String uid) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String stale =
                Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(600).toString();
        return "<event version=\"2.0\" uid=\"" + uid + "\" type=\"a-f-G\" how=\"m-g\" time=\"" + now + "\" start=\""
                + now
                + "\" stale=\"" + stale + "\"><point lat=\"48.2\" lon=\"16.3\" hae=\"0\" ce=\"1\" le=\"1\"/><detail>"
                + "<contact callsign=\"süß " + uid + "\"/></detail></event>";
    }

    static String json(String uid) {
        return "{\"uid\":\"" + uid + "\",\"type\":\"a-f-G\",\"how\":\"m-g\",\"point\":{\"lat\":48.2,\"lon\":16.3}}";
    }

    static String feature(String uid) {
        return "{\"type\":\"Feature\",\"id\":\"" + uid
                + "\",\"properties\":{\"callsign\":\"" + uid + "\",\"type\":\"a-f-G\",\"how\":\"m-g\"},"
                + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[16.3,48.2]}}";
    }

    String url(String path) {
        return "http://127.0.0.1:" + gateway.httpAddress().getPort() + path;
    }

    HttpResponse<String> post(String path, String contentType, String body) throws Exception {
        return send(request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path))).timeout(LIMIT);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", gateway.httpAddress().getPort()), (int) LIMIT.toMillis());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    /** All that is passed on to a group from now on. */
    BlockingQueue<CotEvent> subscribe(String group) throws Exception {
        BlockingQueue<CotEvent> taken = new LinkedBlockingQueue<>();
        gateway.subscribe(SubscriberSettings.DEFAULT.groups(group), Runnable::run, taken::add);
        // What the event loop answers now it answers behind the subscription, which a request might overtake.
        gateway.status().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return taken;
    }

    void publish(CotEvent event, String... groups) throws Exception {
        PublishOutcome outcome = gateway.publish(event, Set.of(groups))
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .outcome();
        assertThat(outcome.isAccepted()).as("outcome %s", outcome).isTrue();
    }

    static JsonNode tree(String json) throws IOException {
        return MAPPER.readTree(json);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
