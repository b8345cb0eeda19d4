package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Marti;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Area;
import org.cotgateway.route.Audience;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestEventsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final long NOW_MS = NOW.toEpochMilli();
    private static final int MANY = 1_000;

    private final Router<String, Audience<String>> router = new Router<>(subscription -> {
        throw new IllegalStateException("nobody joins");
    });
    private final GroupSet blue = router.groups(Set.of("blue"));
    private final GroupSet red = router.groups(Set.of("red"));
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "test", InstantSource.fixed(NOW), XmlLimits.DEFAULT);
    private final Counters counters = new Counters();
    private final LatestEvents latest = latest(MANY, LatestSettings.DEFAULT.maxBytes());

    private LatestEvents latest(int maxEvents, long maxBytes) {
        return new LatestEvents(new LatestSettings(maxEvents, maxBytes), images, counters);
    }

    private static CotEvent.Builder event(String uid, String type) {
        return CotEvents.marker(uid, uid, 48, 11).type(type).time(NOW).staleAfter(Duration.ofMinutes(5));
    }

    private static CotEvent.Builder event(String uid) {
        return event(uid, "a-f-G");
    }

    private void pass(LatestEvents to, CotEvent event, GroupSet groups) {
        EventImage image = images.of(event);
        to.passed(image, groups, NOW_MS);
        image.release();
    }

    private void pass(CotEvent.Builder event) {
        pass(latest, event.build(), blue);
    }

    private static List<String> uids(LatestEvents latest, LatestFilter filter) {
        List<String> found = new ArrayList<>();
        latest.cursor(filter).next(Integer.MAX_VALUE, Integer.MAX_VALUE, NOW_MS, each -> found.add(each.uid()));
        return found;
    }

    private List<String> uids(LatestFilter filter) {
        return uids(latest, filter);
    }

    @Test
    void theNewestOfAUidIsKeptAsItCame() {
        pass(event("a").point(CotPoint.of(1, 2)));
        pass(event("b"));
        CotEvent newer =
                event("a").time(NOW.plusMillis(1)).point(CotPoint.of(3, 4)).build();
        pass(latest, newer, red);
        LatestEvent kept = kept("a");
        assertThat(latest.read(kept)).isEqualTo(newer);
        assertThat(kept.groups()).containsExactly("red");
        assertThat(latest.size()).isEqualTo(2);
        assertThat(uids(LatestFilter.ALL)).containsExactly("a", "b");
    }

    @Test
    void anOlderOneDoesNotTakeItsPlaceAndOneFromAClockSetBackDoes() {
        CotEvent first = event("a").build();
        pass(latest, first, blue);
        pass(event("a").time(NOW.minusSeconds(5)));
        assertThat(latest.read(kept("a"))).isEqualTo(first);
        CotEvent fromABackwardClock = event("a")
                .time(NOW.minusSeconds(90))
                .staleAfter(Duration.ofHours(1))
                .build();
        pass(latest, fromABackwardClock, blue);
        assertThat(latest.read(kept("a"))).isEqualTo(fromABackwardClock);
    }

    @Test
    void aClockAheadIsBelievedAgainWhenItIsSetRight() {
        pass(event("a").time(NOW.plusSeconds(86_400)));
        assertThat(kept("a").timeMs()).isEqualTo(NOW_MS);
        CotEvent right = event("a").build();
        pass(latest, right, blue);
        assertThat(latest.read(kept("a"))).isEqualTo(right);
    }

    private LatestEvent kept(String uid) {
        return Objects.requireNonNull(latest.find(uid, NOW_MS), () -> "nothing is kept of " + uid);
    }

    @Test
    void whatIsStaleIsNotFoundAndSweptAway() {
        pass(event("a").staleAfter(Duration.ofSeconds(1)));
        pass(event("b"));
        long later = NOW_MS + 1_000;
        assertThat(latest.find("a", later)).isNull();
        List<String> found = new ArrayList<>();
        latest.cursor(LatestFilter.ALL).next(10, 10, later, each -> found.add(each.uid()));
        assertThat(found).containsExactly("b");
        assertThat(latest.size()).isEqualTo(2);
        latest.sweep(1, later);
        latest.sweep(1, later);
        assertThat(latest.size()).isEqualTo(1);
    }

    @Test
    void aNewerOneThatIsStaleAlreadyTakesOutWhatWasKept() {
        pass(event("a").time(NOW.minusSeconds(10)));
        pass(latest, stale("a"), blue);
        assertThat(latest.size()).isZero();
        pass(latest, stale("b"), blue);
        assertThat(latest.size()).isZero();
    }

    private static CotEvent stale(String uid) {
        return event(uid)
                .time(NOW.minusSeconds(5))
                .staleAfter(Duration.ofSeconds(5))
                .build();
    }

    @Test
    void aDeleteTakesOutWhatItNamesIfItWasPublishedToAGroupInCommon() {
        pass(event("a"));
        pass(latest, CotEvents.delete("a", "a-f-G").time(NOW).build(), red);
        assertThat(uids(LatestFilter.ALL)).containsExactly("a");
        pass(CotEvents.delete("b", "a-f-G").time(NOW));
        pass(CotEvents.delete("a", "a-f-G").time(NOW));
        assertThat(latest.size()).isZero();
        assertThat(latest.bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"b-t-f", "b-t-f-s", "b-f-t-r", "b-f-t-a", "t-x-c-t", "t-x-d-d", "t-x-takp-v", "y", "y-a-r", "t-s"
            })
    void whatIsNoStateIsNotKept(String type) {
        pass(event("a", type));
        assertThat(latest.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-f-G-U-C", "b-m-p-s-m", "b-a-o-tbl", "u-d-f", "t-k-d", "t-s-v-e", "b-t-fx", "c"})
    void allElseIs(String type) {
        pass(event("a", type));
        assertThat(kept("a").type()).isEqualTo(type);
    }

    @Test
    void whatIsAddressedToSomeIsNotKept() {
        pass(event("a").set(Marti.toCallsigns("ALPHA")));
        assertThat(latest.size()).isZero();
    }

    @Test
    void theOneHeardOfLongestAgoFallsOut() {
        LatestEvents three = latest(3, LatestSettings.DEFAULT.maxBytes());
        for (String uid : List.of("a", "b", "c", "a", "b", "d", "a", "e")) {
            pass(three, event(uid).build(), blue);
        }
        assertThat(uids(three, LatestFilter.ALL)).containsExactlyInAnyOrder("d", "a", "e");
        assertThat(counters.get(Counter.LATEST_PUSHED_OUT)).isEqualTo(2);
    }

    @Test
    void bytesAreBounded() {
        LatestEvents small = latest(MANY, LatestSettings.LEAST_BYTES);
        for (int i = 0; i < 100; i++) {
            pass(small, event("u-" + i).remarks("x".repeat(50_000)).build(), blue);
            assertThat(small.bytes()).isLessThanOrEqualTo(LatestSettings.LEAST_BYTES);
        }
        assertThat(small.size()).isBetween(10, 20);
        assertThat(uids(small, LatestFilter.ALL)).contains("u-99").doesNotContain("u-0");
        for (int i = 99; i >= 99 - small.size() + 1; i--) {
            pass(small, event("u-" + i).time(NOW.plusMillis(1)).build(), blue);
        }
        assertThat(small.bytes()).as("room that is not needed is given back").isLessThan(small.size() * 2_000L);
    }

    @Test
    void withoutRoomNothingIsKept() {
        LatestEvents none = new LatestEvents(LatestSettings.OFF, images, counters);
        pass(none, event("a").build(), blue);
        assertThat(none.size()).isZero();
        assertThat(counters.get(Counter.LATEST_PUSHED_OUT)).isZero();
    }

    @Test
    void whatCameAsTakProtocolIsKeptAsThat() {
        CotEvent event = event("tak").remarks("grün").build();
        ByteBuf payload = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshMessage(event, payload);
        payload.skipBytes(3);
        EventImage image = images.receivedTak(payload, event);
        latest.passed(image, blue, NOW_MS);
        int size = payload.readableBytes();
        image.release();
        payload.release();
        assertThat(kept("tak").sizeBytes()).isEqualTo(size);
        assertThat(latest.read(kept("tak"))).isEqualTo(event);
        ByteBuf xml = Unpooled.buffer();
        latest.writeXml(kept("tak"), xml);
        assertThat(xml.toString(StandardCharsets.UTF_8)).startsWith("<event").contains("uid=\"tak\"");
        xml.release();
    }

    @Test
    void filtersHoldTogether() {
        pass(latest, event("near", "a-f-G-U").point(CotPoint.of(48, 11)).build(), blue);
        pass(latest, event("far", "a-f-G-U").point(CotPoint.of(10, 11)).build(), blue);
        pass(latest, event("red", "a-f-G-U").point(CotPoint.of(48, 11)).build(), red);
        pass(latest, event("air", "a-f-A").point(CotPoint.of(48, 11)).build(), blue);
        pass(
                latest,
                event("old", "a-f-G")
                        .point(CotPoint.of(48, 11))
                        .time(NOW.minusSeconds(61))
                        .build(),
                blue);
        LatestFilter all = LatestFilter.ALL;
        assertThat(uids(all.types("a-f-G"))).containsExactlyInAnyOrder("near", "far", "red", "old");
        assertThat(uids(all.types("a-f-A", "a-h"))).containsExactly("air");
        assertThat(uids(all.groups("red", "green"))).containsExactly("red");
        assertThat(uids(all.groups("green"))).isEmpty();
        assertThat(uids(all.in(new Area.BoundingBox(0, 0, 20, 20)))).containsExactly("far");
        assertThat(uids(all.newerThan(Duration.ofMinutes(1))))
                .doesNotContain("old")
                .hasSize(4);
        assertThat(uids(all.types("a-f-G")
                        .groups("blue")
                        .in(new Area.BoundingBox(40, 0, 50, 20))
                        .newerThan(Duration.ofSeconds(60))))
                .containsExactly("near");
    }

    @Test
    void aFilterNamesAllThatIsWrongWithIt() {
        LatestFilter wrong =
                new LatestFilter(List.of("a-*", ""), Set.of(" "), new Area.BoundingBox(10, 500, 0, 0), Duration.ZERO);
        assertThat(wrong.check()).extracting(each -> each.field()).contains("types", "groups", "area@west", "maxAge");
        assertThat(LatestFilter.ALL.groups(Membership.NO_GROUP).check()).isEmpty();
    }

    @Test
    void aCursorMeetsEachOnceInPartsOfAnySize() {
        for (int i = 0; i < 100; i++) {
            pass(event("u-" + i));
        }
        LatestCursor cursor = latest.cursor(LatestFilter.ALL);
        List<String> met = new ArrayList<>();
        int parts = 0;
        boolean more = true;
        while (more) {
            int before = met.size();
            more = cursor.next(7, 5, NOW_MS, each -> met.add(each.uid()));
            assertThat(met.size() - before).isLessThanOrEqualTo(5);
            // What is updated in between keeps its place.
            pass(event("u-" + parts++).time(NOW.plusMillis(1)));
        }
        assertThat(met).hasSize(100).doesNotHaveDuplicates();
        assertThat(parts).isEqualTo(20);
    }

    /** The same as a plain map and list, whatever happens. */
    @Test
    void itIsWhatASimpleModelSays() {
        long seed = 20_261_121L;
        Random random = new Random(seed);
        int max = 20;
        LatestEvents tested = latest(max, LatestSettings.DEFAULT.maxBytes());
        Map<String, CotEvent> model = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String uid = "u-" + random.nextInt(40);
            CotEvent event = event(uid)
                    .time(NOW.plusMillis(i))
                    .remarks("r".repeat(random.nextInt(300)))
                    .build();
            if (random.nextInt(4) == 0) {
                pass(tested, CotEvents.delete(uid, "a-f-G").time(NOW).build(), blue);
                model.remove(uid);
            } else {
                EventImage image = images.of(event);
                tested.passed(image, blue, NOW_MS + i);
                image.release();
                model.remove(uid);
                model.put(uid, event);
                if (model.size() > max) {
                    model.remove(model.keySet().iterator().next());
                }
            }
        }
        Map<String, CotEvent> kept = new HashMap<>();
        tested.cursor(LatestFilter.ALL)
                .next(MANY, MANY, NOW_MS + 20_000, each -> kept.put(each.uid(), tested.read(each)));
        assertThat(kept).as("seed " + seed).isEqualTo(model);
    }

    @Test
    void anUpdateAllocatesNothingAndKeepsNoBufferOfTheSocket() {
        // Not direct: those are watched for leaks here, which allocates.
        ByteBuf read = UnpooledByteBufAllocator.DEFAULT.heapBuffer();
        EventIntake intake = new EventIntake(XmlLimits.DEFAULT);
        List<EventImage> arrived = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String xml = StreamPeer.event("u-" + i % 10, "a-f-G", NOW.plusMillis(i), "<x a=\"" + i + "\"/>");
            int at = read.writerIndex();
            read.writeCharSequence(xml, StandardCharsets.UTF_8);
            ByteBuf one = read.slice(at, read.writerIndex() - at);
            arrived.add(images.received(one, intake.read(one)));
        }
        arrived.forEach(image -> latest.passed(image, blue, NOW_MS));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < arrived.size(); i++) {
                latest.passed(arrived.get(i), blue, NOW_MS + i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(latest.size()).isEqualTo(10);
        arrived.forEach(EventImage::release);
        assertThat(read.refCnt()).as("references of the tested class").isEqualTo(1);
        read.release();
    }
}
