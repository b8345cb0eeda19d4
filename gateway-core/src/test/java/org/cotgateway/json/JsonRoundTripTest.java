package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.junit.jupiter.api.Test;

/** Events from XML through JSON and back are the same events. */
class JsonRoundTripTest {

    private static final long SEED = 20_261_121;
    private static final int EVENTS = 20_000;

    /** Leak detection records every access to a buffer, which is too much for so many documents. */
    private static final UnpooledByteBufAllocator UNRECORDED = new UnpooledByteBufAllocator(false, true);

    @Test
    void whatXmlHoldsComesBackFromJson() {
        RandomEvents random = new RandomEvents(SEED);
        EventForm form = new EventObject(Found.SETTINGS);
        JsonCursor cursor = new ParsedCursor(Found.SETTINGS);
        ByteBuf out = UNRECORDED.directBuffer();
        try {
            for (int i = 0; i < EVENTS; i++) {
                CotEvent event = random.next();
                out.clear();
                CotJsonWriter.INSTANCE.write(event, out);
                String json = out.toString(StandardCharsets.UTF_8);
                byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
                CotEvent back = read(form, cursor, bytes);

                assertThat(cursor.violations())
                        .as("seed %s, event %s: %s", SEED, i, json)
                        .isEmpty();
                assertThat(back).as("seed %s, event %s: %s", SEED, i, json).isEqualTo(event);
                assertThat(json).doesNotContain("\n");
            }
        } finally {
            out.release();
        }
    }

    @Test
    void aStartThatIsTheTimeIsNotSaidTwice() {
        CotEvent now = CotEvents.marker("m-1", "HOPE", 48.2, 16.3)
                .time(Instant.parse("2026-11-21T10:00:00Z"))
                .start(Instant.parse("2026-11-21T10:00:00Z"))
                .stale(Instant.parse("2026-11-21T10:10:00Z"))
                .build();
        CotEvent later =
                now.toBuilder().start(Instant.parse("2026-11-21T10:05:00Z")).build();
        assertThat(readAgain(now, "\"time\":\"2026-11-21T10:00:00.000Z\",\"stale\":\"2026-11-21T10:10:00.000Z\""))
                .isEqualTo(now);
        assertThat(readAgain(later, ",\"start\":\"2026-11-21T10:05:00.000Z\",")).isEqualTo(later);
    }

    private static CotEvent readAgain(CotEvent event, String part) {
        ByteBuf out = UNRECORDED.directBuffer();
        try {
            CotJsonWriter.INSTANCE.write(event, out);
            String json = out.toString(StandardCharsets.UTF_8);
            assertThat(json).contains(part);
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            return read(new EventObject(Found.SETTINGS), new ParsedCursor(Found.SETTINGS), bytes);
        } finally {
            out.release();
        }
    }

    private static CotEvent read(EventForm form, JsonCursor cursor, byte[] json) {
        try {
            cursor.begin(json, 0, json.length, 1);
            CotEvent event = form.read(cursor);
            cursor.finish();
            return event;
        } catch (JsonCursor.BrokenItemException broken) {
            throw new AssertionError(new String(json, StandardCharsets.UTF_8) + cursor.violations(), broken);
        }
    }
}
