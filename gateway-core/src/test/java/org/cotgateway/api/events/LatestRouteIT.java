package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The newest event of each uid by HTTP, and deleting one. */
class LatestRouteIT {

    private static final String PATH = "/api/v1/events";
    private static final int MANY = 5_000;

    private final EventsApi api;

    LatestRouteIT() throws IOException {
        api = new EventsApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static CotEvent.Builder marker(String uid, double lat, double lon) {
        return CotEvents.marker(uid, uid, 0, 0).type("a-f-G").point(CotPoint.of(lat, lon));
    }

    private Set<String> uids(String query) throws Exception {
        HttpResponse<String> answer = api.get(PATH + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Set<String> found = new HashSet<>();
        for (JsonNode feature : EventsApi.tree(answer.body()).get("features")) {
            assertThat(found.add(feature.get("id").asText())).isTrue();
        }
        return found;
    }

    @Test
    void filtersHoldTogether() throws Exception {
        api.publish(marker("vienna", 48.2, 16.3).build(), "blue");
        api.publish(marker("sydney", -33.8, 151.2).type("a-h-S").build(), "blue", "red");
        api.publish(marker("suva", -18.1, 178.4).type("a-f-A").build());
        api.publish(marker("old", 48.2, 16.3)
                .time(Instant.now().minusSeconds(100))
                .start(Instant.now().minusSeconds(100))
                .staleAfter(Duration.ofHours(1))
                .build());
        assertThat(uids("")).containsExactlyInAnyOrder("vienna", "sydney", "suva", "old");
        assertThat(uids("?type=a-f")).containsExactlyInAnyOrder("vienna", "suva", "old");
        assertThat(uids("?type=a-h&type=a-f-A")).containsExactlyInAnyOrder("sydney", "suva");
        assertThat(uids("?group=red&group=green")).containsExactly("sydney");
        assertThat(uids("?group=__ANON__")).containsExactlyInAnyOrder("suva", "old");
        assertThat(uids("?bbox=16,48,17,49")).containsExactlyInAnyOrder("vienna", "old");
        assertThat(uids("?bbox=170,-20,-170,0")).as("across the antimeridian").containsExactly("suva");
        assertThat(uids("?maxAge=1m")).containsExactlyInAnyOrder("vienna", "sydney", "suva");
        assertThat(uids("?limit=2")).hasSize(2);
        assertThat(uids("?type=a-f&bbox=-180,-90,180,90&maxAge=90s&group=blue&limit=10"))
                .containsExactly("vienna");
        assertThat(uids("?type=u")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/geo+json",
                "text/html, application/json;q=0.9, */*;q=0.1 | application/json",
                "application/xml | application/xml",
                "application/json;q=0.2, text/xml;q=0.8 | application/xml",
                "application/* | application/geo+json",
                "application/geo+json;q=x, application/xml;q=0.1 | application/xml",
            })
    void theClientChoosesTheFormat(String accept, String expected) throws Exception {
        HttpResponse<String> answer = api.get(PATH, "Accept", accept);
        assertThat(answer.headers().firstValue("content-type")).contains(expected);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void whatNobodyWritesIsNotAcceptable() throws Exception {
        for (String accept : List.of("text/html", "application/x-ndjson", "application/json;q=0")) {
            HttpResponse<String> answer = api.get(PATH, "Accept", accept);
            assertThat(answer.statusCode()).as(accept).isEqualTo(406);
            assertThat(answer.body()).contains("application/geo+json");
        }
        assertThat(api.get(PATH + "?format=xml", "Accept", "text/html").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotWantedIsNotGivenWhereAnythingElseIs() throws Exception {
        assertThat(api.get(PATH, "Accept", "*/*, application/geo+json;q=0")
                        .headers()
                        .firstValue("content-type"))
                .contains("application/json");
        assertThat(api.get(PATH, "Accept", "application/*, application/json;q=0, application/geo+json;q=0.0")
                        .headers()
                        .firstValue("content-type"))
                .contains("application/xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"geojson", "json", "xml"})
    void whatIsGivenCanBePublishedAgainAsItIs(String format) throws Exception {
        for (int i = 0; i < MANY; i++) {
            api.publish(
                    marker("u-" + i, i % 90, i % 180).remarks("<süß> & \"" + i).build());
        }
        HttpResponse<String> all = api.get(PATH + "?format=" + format);
        assertThat(all.statusCode()).isEqualTo(200);
        try (EventsApi other = new EventsApi()) {
            HttpResponse<String> answer =
                    other.post(PATH, all.headers().firstValue("content-type").orElseThrow(), all.body());
            assertThat(answer.body()).startsWith("{\"accepted\":" + MANY + ",\"rejected\":0");
            HttpResponse<String> one = api.get(PATH + "/u-77?format=" + format);
            assertThat(other.get(PATH + "/u-77?format=" + format).body()).isEqualTo(one.body());
            assertThat(one.body()).contains("süß");
        }
    }

    @Test
    void withoutEventsTheDocumentsAreEmptyAndWhole() throws Exception {
        assertThat(EventsApi.tree(api.get(PATH).body()).get("features")).isEmpty();
        assertThat(EventsApi.tree(api.get(PATH + "?format=json").body()).get("events"))
                .isEmpty();
        assertThat(api.get(PATH + "?format=xml").body()).contains("<events>").contains("</events>");
    }

    @Test
    void headHasTheTypeAndNoBody() throws Exception {
        HttpResponse<String> answer =
                api.send(api.request(PATH + "?format=xml").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/xml");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void allThatIsWrongWithTheQueryIsSaidAtOnce() throws Exception {
        HttpResponse<String> answer = api.get(PATH
                + "?type=a-*&type=&group=%20&bbox=500,95,0,-95&maxAge=soon&limit=0&format=csv&callsign=x&format=json");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new HashSet<>(EventsApi.tree(answer.body()).get("violations").findValuesAsText("field")))
                .containsExactlyInAnyOrder("type", "group", "bbox", "maxAge", "limit", "format", "callsign");
        for (String bbox :
                List.of("1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,3,1e400", "NaN,0,0,0", "0x1p3,0,0,0", "1d,0,0,0")) {
            assertThat(api.get(PATH + "?bbox=" + bbox).body()).contains("minLon,minLat,maxLon,maxLat");
        }
        assertThat(api.get(PATH + "?maxAge=0s").body()).contains("must be over 0");
        assertThat(api.get(PATH + "/x?type=a").statusCode()).isEqualTo(400);
        assertThat(api.delete(PATH + "/x?now=1").statusCode()).isEqualTo(400);
    }

    @Test
    void oneIsGivenDeletedAndThenUnknown() throws Exception {
        BlockingQueue<CotEvent> taken = api.subscribe("blue");
        String uid = "ä/b c?";
        api.publish(marker(uid, 1, 2).build(), "blue");
        String path = PATH + "/%C3%A4%2Fb%20c%3F";
        assertThat(EventsApi.tree(api.get(path).body()).get("id").asText()).isEqualTo(uid);
        assertThat(EventsApi.tree(api.get(path + "?format=json").body())
                        .get("uid")
                        .asText())
                .isEqualTo(uid);
        assertThat(api.get(path, "Accept", "application/xml").body()).startsWith("<event ");
        assertThat(api.delete(path).statusCode()).isEqualTo(204);
        assertThat(api.get(path).statusCode()).isEqualTo(404);
        assertThat(api.delete(path).statusCode()).isEqualTo(404);
        List<CotEvent> came = new ArrayList<>();
        while (came.size() < 2) {
            CotEvent event = taken.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("after " + came).isNotNull();
            came.add(event);
        }
        CotEvent delete = came.get(1);
        assertThat(delete.type()).isEqualTo(EventSummary.DELETE_TYPE);
        assertThat(delete.detail().element("__forcedelete")).isPresent();
        assertThat(delete.detail().element("link").orElseThrow().attribute("uid"))
                .isEqualTo(uid);
        assertThat(delete.detail().element("link").orElseThrow().attribute("type"))
                .isEqualTo("a-f-G");
        assertThat(delete.detail().element("link").orElseThrow().attribute("relation"))
                .isNotBlank();
    }

    @Test
    void theSchemaOfOurJsonIsServed() throws Exception {
        HttpResponse<String> answer = api.get("/api/v1/schema/event.json");
        assertThat(answer.headers().firstValue("content-type")).contains("application/schema+json");
        assertThat(EventsApi.tree(answer.body()).has("$schema")).isTrue();
    }
}
