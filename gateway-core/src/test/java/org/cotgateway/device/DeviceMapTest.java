package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMapTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long NOW_MS = NOW.toEpochMilli();

    private final DeviceMap map = new DeviceMap();

    @ParameterizedTest
    @ValueSource(strings = {"a-f-G-U-C", "b-m-p-s-p-i", "u-d-f", "b-a-o-tbl", "t-k-d", "t-s-v-e", ""})
    void showsTheseTypes(String type) {
        assertThat(map.take(event("u", type), NOW_MS)).isTrue();
        assertThat(map.shown()).extracting(MapItem::type).containsExactly(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "y-a", "t-x-c-t", "t-b", "b-f-t-a", "b-f-t-r", "b-t-f", "b-t-f-d"})
    void doesNotShowTheseTypes(String type) {
        assertThat(map.take(event("u", type), NOW_MS)).isFalse();
        assertThat(map.size()).isZero();
    }

    @Test
    void showsForOneAndAHalfTimesTheSpanFromStartToStale() {
        map.take(event("u", "a-f-G"), NOW_MS);

        map.expire(NOW_MS + 89_999);
        assertThat(map.size()).isEqualTo(1);
        map.expire(NOW_MS + 90_000);
        assertThat(map.size()).isZero();
    }

    @Test
    void anEventThatIsStaleOnArrivalTakesTheItemOffTheMap() {
        map.take(event("u", "a-f-G"), NOW_MS);

        assertThat(map.take(event("u", "a-f-G"), NOW_MS + 60_000)).isFalse();
        assertThat(map.size()).isZero();
    }

    @Test
    void aLaterEventOfTheSameUidMovesTheItem() {
        map.take(event("u", "a-f-G"), NOW_MS);
        CotEvent moved = event("u", "a-f-G").toBuilder()
                .point(CotPoint.of(95, 7))
                .add(new Contact("ALPHA", null, null))
                .build();
        map.take(moved, NOW_MS);

        assertThat(map.shown()).containsExactly(new MapItem("u", "a-f-G", "ALPHA", 95, 7, NOW_MS + 90_000));
    }

    @Test
    void onlyAForcedDeleteWithAWholeLinkRemoves() {
        map.take(event("u", "a-f-G"), NOW_MS);

        map.take(delete(link("u"), false), NOW_MS);
        map.take(
                delete(
                        CotElement.named("link")
                                .attribute("uid", "u")
                                .attribute("type", "a-f-G")
                                .build(),
                        true),
                NOW_MS);
        map.take(delete(link("other"), true), NOW_MS);
        assertThat(map.size()).isEqualTo(1);

        map.take(delete(link("u"), true), NOW_MS);
        assertThat(map.size()).isZero();
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        for (int i = 0; i <= DeviceMap.MAX_ITEMS; i++) {
            map.take(event("u" + i, "a-f-G"), NOW_MS);
        }

        assertThat(map.size()).isEqualTo(DeviceMap.MAX_ITEMS);
        assertThat(map.shown()).extracting(MapItem::uid).doesNotContain("u0").contains("u1");
    }

    private static CotElement link(String uid) {
        return CotElement.named("link")
                .attribute("uid", uid)
                .attribute("relation", "p-p")
                .attribute("type", "a-f-G")
                .build();
    }

    private static CotEvent delete(CotElement link, boolean forced) {
        CotEvent.Builder event = CotEvent.builder().type("t-x-d-d").time(NOW).add(link);
        return (forced ? event.add(CotElement.named("__forcedelete").build()) : event).build();
    }

    private static CotEvent event(String uid, String type) {
        return CotEvent.builder()
                .uid(uid)
                .type(type)
                .time(NOW)
                .staleAfter(Duration.ofMinutes(1))
                .build();
    }
}
