package org.cotgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotgateway.event.Violation;
import org.cotgateway.http.RequestTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries say, and everything that is wrong with them. */
class QueryCheckTest {

    private static QueryCheck query(Map<String, List<String>> parameters) {
        return new QueryCheck(RequestTarget.of(List.of("x"), parameters));
    }

    private static QueryCheck query(String name, String... values) {
        return query(Map.of(name, List.of(values)));
    }

    private static List<String> wrong(QueryCheck query) {
        return query.violations().stream().map(Violation::toString).toList();
    }

    @Test
    void parametersThatThereAreNoneOfAreNamedWithThoseThatThereAre() {
        QueryCheck query = query(Map.of("limt", List.of("3"), "", List.of("")));
        query.number("limit", 10, 1, 100);
        query.text("after");

        assertThat(wrong(query)).containsExactly("limt \"3\": is no parameter here; there are after, limit");
        assertThat(wrong(query("a", "b"))).containsExactly("a \"b\": is no parameter here; there are none");
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "1d, PT24H", "PT1M30S, PT1M30S"})
    void durationsAreReadAsPeopleWriteThem(String text, String duration) {
        QueryCheck query = query("age", text);

        assertThat(query.duration("age")).isEqualTo(Duration.parse(duration));
        assertThat(wrong(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "", "s", "1.5h", "-1s", "1 h", "1234567890s", "soon", "P", "PT"})
    void whatIsNoDurationIsNamed(String text) {
        QueryCheck query = query("age", text);

        assertThat(query.duration("age")).isNull();
        assertThat(query.violations()).extracting(Violation::rule).containsExactly(DurationText.RULE);
    }

    @Test
    void numbersOutOfBoundsAndOtherChoicesAreWrongAllAtOnce() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("limit", List.of("0"));
        parameters.put("format", List.of("yaml"));
        parameters.put("box", List.of("1,2,0x3"));
        parameters.put("once", List.of("a", "b"));
        parameters.put("type", IntStream.range(0, 101).mapToObj(i -> "t" + i).toList());
        QueryCheck query = query(parameters);

        assertThat(query.number("limit", 7, 1, 9)).isEqualTo(7);
        assertThat(query.choice("format", List.of("xml", "json"))).isNull();
        assertThat(query.numbers("box", "x,y,z", 3)).isNull();
        query.text("once");
        query.text("once");
        query.texts("type");

        assertThat(wrong(query))
                .containsExactly(
                        "limit \"0\": must be a whole number between 1 and 9",
                        "format \"yaml\": must be one of xml, json",
                        "box \"1,2,0x3\": must be 3 numbers: x,y,z",
                        "once \"a b\": must be there once",
                        "type \"101 values\": must have at most 100");
    }
}
