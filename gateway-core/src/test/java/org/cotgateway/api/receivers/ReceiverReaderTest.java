package org.cotgateway.api.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverReaderTest {

    private static final long SEED = 20;

    private static final String WHOLE = """
            {"name": "north", "address": "10.0.0.7:4242:tcp", "proto": "tak1",
             "groups": {"in": [], "out": ["blue"]},
             "subscription": {"types": ["a-f", "b-t-f"], "minInterval": "5s", "maxAge": "10m",
               "area": {"box": {"south": 48, "west": 16.1, "north": 49, "east": 17}}}}
            """;

    private static ReceiverReader.Reading read(String json) {
        return ReceiverReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> fields(String json) {
        return read(json).violations().stream().map(Violation::field).toList();
    }

    @Test
    void everythingThatTheConfigurationFileCanSayIsRead() {
        assertThat(read(WHOLE).receiver())
                .isEqualTo(new EndpointReceiver(
                        "north",
                        Endpoint.parse("tcp://10.0.0.7:4242?proto=tak1"),
                        null,
                        new Membership(
                                Set.of(),
                                Set.of("blue"),
                                new Subscription(
                                        List.of("a-f", "b-t-f"),
                                        new Area.BoundingBox(48, 16.1, 49, 17),
                                        Duration.ofSeconds(5),
                                        Duration.ofMinutes(10)))));
    }

    @Test
    void nameAndAddressAreEnough() {
        assertThat(read("{\"name\": \"x\", \"address\": \"10.0.0.7:4242:tcp\", \"groups\": null}")
                        .receiver())
                .isEqualTo(new EndpointReceiver("x", Endpoint.tcp("10.0.0.7", 4242), null, Membership.ANONYMOUS));
    }

    @Test
    void withoutAnyGroupItIsNobodys() {
        assertThat(read("{\"name\":\"x\",\"address\":\"10.0.0.7:4242:tcp\",\"groups\":{\"in\":[],\"out\":[]}}")
                        .receiver())
                .isEqualTo(new EndpointReceiver("x", Endpoint.tcp("10.0.0.7", 4242), null, Membership.NOBODY));
    }

    @Test
    void theGroupOfNobodyIsRefusedInBothDirections() {
        assertThat(fields("{\"name\":\"x\",\"address\":\"10.0.0.7:4242:tcp\","
                        + "\"groups\":{\"in\":[\"__NOBODY__\"],\"out\":[\"__NOBODY__\"]}}"))
                .containsExactly("groups.in", "groups.out");
        assertThat(fields("{\"name\":\"x\",\"address\":\"10.0.0.7:4242:tcp\","
                        + "\"groups\":{\"in\":[],\"out\":[\"__NOBODY__\"]}}"))
                .containsExactly("groups.out");
    }

    @Test
    void allThatIsWrongIsNamedAtOnceByItsPath() {
        assertThat(fields("""
                                {"name": " ", "address": "10.0.0.7:70000:tcp", "proto": "xml2", "tls": {}, "group": "blue",
                                 "groups": {"in": "blue", "out": [1, ""]},
                                 "subscription": {"types": ["?", "a-*"], "minInterval": "soon", "maxAge": "0s",
                                   "area": {"circle": {"lat": 91, "lon": "16", "radiusMeters": 0, "r": 1}}}}
                                """))
                .containsExactlyInAnyOrder(
                        "tls",
                        "group",
                        "name",
                        "proto",
                        "address",
                        "groups.in",
                        "groups.out[0]",
                        "groups.out",
                        "subscription.types",
                        "subscription.types",
                        "subscription.minInterval",
                        "subscription.maxAge",
                        "subscription.area.circle.r",
                        "subscription.area.circle.lat",
                        "subscription.area.circle.lon",
                        "subscription.area.circle.radiusMeters");
        assertThat(fields("{}")).containsExactly("name", "address");
        assertThat(fields("{\"name\":\"x\",\"address\":\"h:1:tcp\",\"subscription\":{\"area\":{}}}"))
                .containsExactly("subscription.area");
        assertThat(fields("{\"name\":\"x\",\"address\":\"h:1:tcp\",\"subscription\":{\"area\":{\"box\":"
                        + "{\"south\":2,\"west\":1,\"north\":1}}}}"))
                .contains("subscription.area.box.east", "subscription.area.box.south");
        assertThat(fields("{\"\":1,\"name\":\"x\",\"address\":\"h:1:tcp\"}")).containsExactly("\"\"");
    }

    @Test
    void whatIsWrongWithAnAreaIsSaidInTheWordsOfTheDocument() {
        assertThat(read("{\"name\":\"x\",\"address\":\"h:1:tcp\",\"subscription\":{\"area\":{\"box\":"
                                + "{\"south\":2,\"west\":1,\"north\":1,\"east\":2}}}}")
                        .violations())
                .extracting(Violation::rule)
                .containsExactly("must be at most north");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "7",
                "null",
                "{",
                "{} {}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\": \"\u0000\"}",
            })
    void whatIsNoObjectIsToldSo(String document) {
        assertThat(fields(document)).containsExactly("body");
    }

    @Test
    void depthAndDigitsWithoutEndAreToldSo() {
        assertThat(fields("{\"name\":" + "[".repeat(10_000))).containsExactly("body");
        assertThat(fields("{\"name\":" + "9".repeat(10_000) + "}")).contains("body");
    }

    @Test
    void aDocumentWithChangedBytesIsReadOrToldWhatIsWrong() {
        Random random = new Random(SEED);
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            ReceiverReader.Reading reading = ReceiverReader.read(changed);
            assertThat(reading.receiver() == null)
                    .as("seed %d document %d: %s", SEED, i, new String(changed, StandardCharsets.ISO_8859_1))
                    .isEqualTo(!reading.violations().isEmpty());
        }
        for (int length = 0; length < whole.length - 2; length++) {
            assertThat(ReceiverReader.read(java.util.Arrays.copyOf(whole, length))
                            .violations())
                    .as("the first %d bytes", length)
                    .isNotEmpty();
        }
    }
}
