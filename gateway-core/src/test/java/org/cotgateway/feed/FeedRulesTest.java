package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedRulesTest {

    @Test
    void aUsualFeedKeepsThem() {
        assertThat(Mapping.usual().feed(FeedFormat.CSV).check()).isEmpty();
        assertThat(FeedRun.builtIn(FeedFormat.READSB).check()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        FeedInputSettings nothing =
                new FeedInputSettings(false, null, null, 1, Duration.ofMinutes(1), null, false, Duration.ofSeconds(1));
        MappingSettings mapping = Mapping.usual()
                .with("items", "tracks")
                .with("delimiter", "::")
                .with("type", "what?")
                .with("types", Map.of("a", "A"))
                .with("how", "so")
                .with("lat", "/pos~lat")
                .with("altitude", "alt")
                .with("callsign", "{a")
                .settings();
        StaleSettings stale = new StaleSettings(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(2));
        FeedSettings feed =
                new FeedSettings("a/b", FeedFormat.JSON, nothing, List.of(), "x!", "Vienna", stale, 1_000, 10, mapping);

        assertThat(feed.check())
                .extracting(violation -> violation.field())
                .containsExactly(
                        "name",
                        "groups",
                        "affiliation",
                        "timeZone",
                        "stale.min",
                        "input",
                        "mapping.items",
                        "mapping.delimiter",
                        "mapping.type",
                        "mapping.types",
                        "mapping.types.a",
                        "mapping.how",
                        "mapping.lat",
                        "mapping.altitudeAbove",
                        "mapping.callsign");
    }

    @Test
    void columnsWithoutNamesHaveNumbers() {
        assertThat(Mapping.usual()
                        .with("header", false)
                        .with("uid", "1")
                        .feed(FeedFormat.CSV)
                        .check())
                .extracting(violation -> violation.field())
                .containsExactly("mapping.lat", "mapping.lon");
    }

    @Test
    void aMappingBelongsToFormatsThatNeedOne() {
        assertThat(FeedRun.builtIn(FeedFormat.CSV).check())
                .extracting(violation -> violation.field())
                .containsExactly("mapping");
        assertThat(Mapping.usual().feed(FeedFormat.SBS).check())
                .extracting(violation -> violation.field())
                .containsExactly("mapping");
    }
}
