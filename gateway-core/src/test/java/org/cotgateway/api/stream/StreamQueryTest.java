package org.cotgateway.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;
import org.cotgateway.http.RequestTarget;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamQueryTest {

    private static StreamQuery read(Map<String, List<String>> parameters) {
        return StreamQuery.read(new QueryCheck(RequestTarget.of(List.of("stream"), parameters)));
    }

    @Test
    void withoutAQueryItIsEverythingForNobodyInParticular() {
        for (Map<String, List<String>> empty : List.of(Map.<String, List<String>>of(), Map.of("", List.of("")))) {
            StreamQuery query = read(empty);
            assertThat(query.violations()).isEmpty();
            assertThat(query.membership()).isEqualTo(Membership.ANONYMOUS);
            assertThat(query.maySend()).isTrue();
        }
    }

    @Test
    void everyParameterIsTaken() {
        StreamQuery query = read(Map.of(
                "type", List.of("a-f", "b"),
                "group", List.of("Blue", "Red"),
                "bbox", List.of("16,-48.5,17.25,49"),
                "minInterval", List.of("500ms"),
                "maxAge", List.of("10m"),
                "format", List.of("tak"),
                "send", List.of("false")));
        assertThat(query.violations()).isEmpty();
        assertThat(query.protocol()).isEqualTo(WireProtocol.WEBSOCKET_TAK);
        assertThat(query.maySend()).isFalse();
        assertThat(query.membership())
                .isEqualTo(new Membership(
                        Set.of("Blue", "Red"),
                        Set.of("Blue", "Red"),
                        new Subscription(
                                List.of("a-f", "b"),
                                new Area.BoundingBox(-48.5, 16, 49, 17.25),
                                Duration.ofMillis(500),
                                Duration.ofMinutes(10))));
        assertThat(read(Map.of("circle", List.of("48,16,5000")))
                        .membership()
                        .subscription()
                        .area())
                .isEqualTo(new Area.Circle(48, 16, 5_000));
    }

    @Test
    void theGroupOfNobodyIsRefused() {
        assertThat(read(Map.of("group", List.of("__NOBODY__"))).violations())
                .extracting(Violation::toString)
                .containsExactly("group \"__NOBODY__\": is the gateway's own, and nobody's");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        StreamQuery query = read(Map.of(
                "type", List.of("*", "a-f-?"),
                "group", List.of(" "),
                "bbox", List.of("1,2,3"),
                "circle", List.of("91,0,-1"),
                "minInterval", List.of("5"),
                "maxAge", List.of("0s"),
                "format", List.of("yaml"),
                "send", List.of("yes", "no"),
                "colour", List.of("red")));
        assertThat(query.violations())
                .extracting(Violation::field)
                .contains("type", "group", "bbox", "circle", "minInterval", "maxAge", "format", "send", "colour")
                .doesNotContain("in", "out", "types");
        assertThat(query.violations())
                .extracting(Violation::toString)
                .contains(
                        "circle \"91,0,-1\": must not be given with bbox",
                        "send \"yes no\": must be there once",
                        "send \"yes\": must be one of true, false");
    }

    @Test
    void whatIsWrongWithAnAreaIsSaidInTheWordsOfTheQuery() {
        assertThat(read(Map.of("bbox", List.of("181,49,17,48"))).violations())
                .extracting(Violation::toString)
                .containsExactly(
                        "bbox \"181.0\": minLon must be between -180 and 180",
                        "bbox \"49.0\": minLat must be at most maxLat");
    }

    @ParameterizedTest
    @CsvSource({
        "bbox, '16,48,17,NaN'",
        "bbox, '16,48,17,x'",
        "bbox, ''",
        "bbox, '16,49,17,48'",
        "bbox, '181,48,17,49'",
        "circle, '48,16,0'",
        "circle, '48,16,Infinity'",
        "circle, '48,181,5'",
        "minInterval, 9999999999999s",
        "minInterval, 366d",
        "maxAge, 1.5h",
        "maxAge, '1 h'",
    })
    void badValuesAreNamedByTheirParameter(String name, String value) {
        assertThat(read(Map.of(name, List.of(value))).violations())
                .isNotEmpty()
                .extracting(Violation::field)
                .allSatisfy(field -> assertThat(field).isEqualTo(name));
    }
}
