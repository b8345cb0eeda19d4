package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.cotgateway.http.Connection;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.hub.LatestEvent;
import org.cotgateway.hub.LatestEvents;
import org.cotgateway.hub.LatestSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Audience;
import org.cotgateway.route.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that cannot be written: here, because what reads them again takes shorter texts than what kept them. */
class LatestStreamTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final Counters counters = new Counters();
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "test", CLOCK, XmlLimits.DEFAULT);
    private final LatestEvents latest = new LatestEvents(
            LatestSettings.DEFAULT,
            new EventImages(PooledByteBufAllocator.DEFAULT, "test", CLOCK, new XmlLimits(512_000, 64, 128, 256, 40)),
            counters);
    private final Connection connection = new Connection(
            HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            counters,
            routes -> routes.get("/events", this::all).get("/events/{uid}", this::one));

    private void all(Exchange exchange) {
        EventsQuery query = Objects.requireNonNull(EventsQuery.ofMany(exchange));
        new LatestStream(exchange, latest, query, CLOCK, counters).begin();
    }

    private void one(Exchange exchange) {
        LatestEvent event = Objects.requireNonNull(latest.find(exchange.pathParameter("uid"), CLOCK.millis()));
        EventsRoutes.show(exchange, latest, event, EventsFormat.JSON, counters);
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    private void keep(String uid, String remarks) {
        CotEvent event = CotEvents.marker(uid, uid, 48, 16)
                .time(NOW)
                .staleAfter(Duration.ofMinutes(5))
                .add(Remarks.of(remarks))
                .build();
        Router<String, Audience<String>> router = new Router<>(subscription -> {
            throw new IllegalStateException("nobody joins");
        });
        EventImage image = images.of(event);
        latest.passed(image, router.groups(Set.of("blue")), NOW.toEpochMilli());
        image.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "geojson"})
    void theAnswerSaysHowManyAreLeftOutAndHasTheOthers(String format) throws Exception {
        keep("a", "short");
        keep("b", "long ".repeat(20));
        keep("c", "long ".repeat(20));
        keep("d", "short");

        String answer = connection.get("/events?format=" + format);

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains("\"a\"", "\"d\"", "\n],\"leftOut\":2}\n")
                .doesNotContain("\"b\"", ",,");
        assertThat(counters.get(Counter.LATEST_UNWRITABLE)).isEqualTo(2);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void oneThatIsAskedForAloneIsAProblem() throws Exception {
        keep("a", "short");
        keep("b", "long ".repeat(20));

        assertThat(connection.get("/events/b"))
                .startsWith("HTTP/1.1 500 ")
                .contains("\r\ncontent-type: application/problem+json\r\n", "cannot be written");
        assertThat(counters.get(Counter.LATEST_UNWRITABLE)).isOne();
        assertThat(connection.get("/events/a")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void nothingIsSaidIfNoneIsLeftOut() throws Exception {
        keep("a", "short");

        assertThat(connection.get("/events?format=json")).contains("\"a\"").doesNotContain("leftOut");
        assertThat(connection.get("/events?format=xml")).contains("\"a\"").doesNotContain("left out");
    }

    @Test
    void xmlSaysItInAComment() {
        assertThat(new String(EventsFormat.XML.tail(3), StandardCharsets.UTF_8))
                .isEqualTo("\n<!-- left out: 3 -->\n</events>\n");
    }
}
