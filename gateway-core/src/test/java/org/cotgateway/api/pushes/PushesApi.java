package org.cotgateway.api.pushes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.DeviceSettings;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.testing.Curl;

/** What tests of pushes by HTTP have in common. */
final class PushesApi {

    static final int DEVICE_PORT = 14_242;

    private static final JsonMapper JSON = new JsonMapper();

    private PushesApi() {}

    static DeviceFleet fleet(String host, int count) throws IOException {
        return fleet(host, count, DeviceSettings.DEFAULT);
    }

    static DeviceFleet fleet(String host, int count, DeviceSettings device) throws IOException {
        FleetSettings settings = FleetSettings.DEFAULT.withCount(count).withAddress(host, DEVICE_PORT);
        return DeviceFleet.start(settings.withDevice(device), DeviceObserver.NONE);
    }

    static void field(List<String> arguments, String field) {
        arguments.addAll(Arrays.asList("-F", field));
    }

    static String post(GatewayFixture server, String... fields) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (String field : fields) {
            field(arguments, field);
        }
        arguments.add(url(server, ""));
        return Curl.run(arguments.toArray(String[]::new));
    }

    /** Posts a push that is taken, and gives its id. */
    static String begin(GatewayFixture server, String... fields) throws Exception {
        return JSON.readTree(post(server, fields)).at("/pushId").textValue();
    }

    /** The data of all events of one name. */
    static List<String> data(List<String> lines, String event) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).equals("event: " + event)) {
                found.add(lines.get(i + 1).substring("data: ".length()));
            }
        }
        return found;
    }

    static String url(GatewayFixture server, String rest) {
        return server.url("/api/v1/pushes" + rest);
    }

    static JsonNode json(GatewayFixture server, String rest) throws Exception {
        return json(url(server, rest));
    }

    static JsonNode json(String url) throws Exception {
        return JSON.readTree(Curl.run(url));
    }

    /** A file with the event of a well that holds for ten minutes. */
    static Path well7(Path directory) throws IOException {
        return Files.writeString(
                directory.resolve("event.xml"), xml("well-7", Instant.now().plusSeconds(600)));
    }

    static String xml(String uid, Instant stale) {
        Instant now = Instant.now();
        return "<event version='2.0' uid='" + uid + "' type='a-f-G' how='m-g' time='" + now + "' start='" + now
                + "' stale='" + stale + "'><point lat='48.2' lon='16.37' hae='0' ce='5' le='5'/><detail>"
                + "<contact callsign='Well 7'/></detail></event>";
    }
}
