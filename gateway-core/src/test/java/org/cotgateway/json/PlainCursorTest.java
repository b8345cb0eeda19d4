package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotgateway.codec.EventWriter;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.event.CotEvent;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fast walk reads is what the parser reads; and it reads what is usual. */
class PlainCursorTest {

    private static final long SEED = 20_261_122;
    private static final int EVENTS = 10_000;
    private static final int MUTANTS = 100_000;
    private static final String ODD_BYTES =
            "{}[]\",:\\ \n\t\r0123456789.eE+-truefalsnulNaNu\u0000\u0001\u00C3\u00A9\u00FF";
    private static final UnpooledByteBufAllocator UNRECORDED = new UnpooledByteBufAllocator(false, true);

    private static final String TRACK = "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":%s,\"lon\":-0.5},"
            + "\"time\":\"2026-11-21T10:15:30.123Z\",\"callsign\":\"%s\",\"speed\":%s}";

    private final EventForm events = new EventObject(Found.SETTINGS);
    private final EventForm features = new FeatureObject(Found.SETTINGS);
    private final JsonCursor plain = new PlainCursor(Found.SETTINGS);
    private final ParsedCursor parsed = new ParsedCursor(Found.SETTINGS);

    /** An event, what of it means nothing, and whether it was taken without a violation. */
    private record Result(@Nullable CotEvent event, List<String> ignored, boolean isGood) {}

    @Test
    void whatIsTakenOfRandomEventsIsWhatTheParserTakes() {
        assertThat(takenOf(events, CotJsonWriter.INSTANCE::write))
                .as("seed %s", SEED)
                .isEqualTo(EVENTS);
        // The others are at places that there are not.
        assertThat(takenOf(features, GeoJsonWriter.INSTANCE::write))
                .as("seed %s", SEED)
                .isGreaterThan(EVENTS / 5);
    }

    private int takenOf(EventForm form, EventWriter writer) {
        RandomEvents random = new RandomEvents(SEED);
        int taken = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] item = written(writer, random.next());
            taken += checkAlike(form, item) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void whatIsTakenOfMutantsIsWhatTheParserTakes() {
        Random random = new Random(SEED);
        RandomEvents anything = new RandomEvents(SEED);
        int taken = 0;
        byte[] item = {};
        EventForm form = events;
        for (int i = 0; i < MUTANTS; i++) {
            if (i % 20 == 0) {
                form = form == events ? features : events;
                CotEvent event = anything.next();
                item = written(form == events ? CotJsonWriter.INSTANCE::write : GeoJsonWriter.INSTANCE::write, event);
            }
            taken += checkAlike(form, mutant(item, random)) ? 1 : 0;
        }
        assertThat(taken).as("seed %s", SEED).isBetween(MUTANTS / 20, MUTANTS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "0.0",
                "1",
                "-1",
                "12.50",
                "1e1",
                "1E+1",
                "5e-324",
                "1e-400",
                "0.1e2",
                "89.999999999999999999",
                "1234567890123456789e-18",
                "00",
                "01",
                "-",
                "1.",
                ".5",
                "1.e1",
                "1e",
                "1e+",
                "+1",
                "0x1",
                "1f",
                "NaN",
                "1e400",
                "-Infinity",
                "true",
                "null",
                "\"1\"",
                "1 ",
                " 1",
                "1\n",
                "1,",
                "1 2",
                "{}",
                "[]",
                "[1]",
                "1e99999999999"
            })
    void numbersAreThoseOfTheParser(String number) {
        checkAlike(events, bytes(String.format(TRACK, number, "name", "1")));
        checkAlike(events, bytes(String.format(TRACK, "1", "name", number)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Viper",
                "a \\\" quote",
                "\\\\",
                "\\/\\b\\f\\n\\r\\t",
                "\\u00e4\\u4E2D\\uD83D\\uDE00",
                "\\uD83D",
                "\\u12",
                "\\u00g0",
                "\\u\uFF11234",
                "\\x",
                "\\",
                "\u00E4\u4E2D\uD83D\uDE00",
                "\uFFFD",
                "\n",
                "\u007F",
                "12345678",
                "1234567",
                "123456789",
                "12345678901234567",
                "a\"b"
            })
    void textsAreThoseOfTheParser(String text) {
        checkAlike(events, bytes(String.format(TRACK, "1", text, "1")));
    }

    @Test
    void whatIsUsualIsTaken() {
        for (String item : List.of(
                String.format(TRACK, "48.137", "Viper", "1.5"),
                " {\n\t\"uid\" : \"a\" , \"type\":\"a-f-G\",\"point\" :{\"lat\":1e1,\"lon\":-2 } , \"detail\":[ ] }",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"remarks\":\"\\u00e4 \\\"x\\\" \u4E2D\"}")) {
            assertThat(checkAlike(events, bytes(item.strip()))).as(item).isTrue();
        }
        String feature = "{\"type\":\"Feature\",\"id\":7,\"extra\":[1,{\"a/b~c\":[]}],\"geometry\":{\"type\":\"Point\","
                + "\"coordinates\":[1,2,3],\"z\":null},\"properties\":{\"archived\":true,\"x/y~\":{\"a\":false}}}";
        assertThat(checkAlike(features, bytes(feature))).isTrue();
        assertThat(features.ignored()).containsExactly("/extra", "/geometry/z", "/properties/x~1y~0");
    }

    @Test
    void nothingBehindAnItemIsLookedAt() {
        byte[] item = bytes(String.format(TRACK, "48.137", "Viper", "1.5"));
        for (int cut = 0; cut <= item.length; cut++) {
            byte[] whole = Arrays.copyOf(item, item.length);
            Result ofPart = read(plain, events, whole, cut);

            assertThat(ofPart.isGood()).as("%s bytes", cut).isEqualTo(cut == item.length);
        }
    }

    /** Answers whether the item was taken. */
    private boolean checkAlike(EventForm form, byte[] item) {
        Result fast = read(plain, form, item, item.length);
        if (!fast.isGood()) {
            return false;
        }
        assertThat(read(parsed, form, item, item.length))
                .as("seed %s: %s", SEED, new String(item, StandardCharsets.UTF_8))
                .isEqualTo(fast);
        return true;
    }

    private Result read(JsonCursor cursor, EventForm form, byte[] item, int length) {
        try {
            if (cursor.begin(item, 0, length, 1) != JsonToken.START_OBJECT) {
                throw new BrokenItemException();
            }
            CotEvent event = form.read(cursor);
            cursor.finish();
            return new Result(
                    event, List.copyOf(form.ignored()), cursor.violations().isEmpty());
        } catch (BrokenItemException broken) {
            parsed.reset();
            return new Result(null, List.of(), false);
        }
    }

    private static byte[] mutant(byte[] item, Random random) {
        byte[] mutant = item.clone();
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes && mutant.length > 2; i++) {
            int at = random.nextInt(mutant.length);
            byte odd = (byte) ODD_BYTES.charAt(random.nextInt(ODD_BYTES.length()));
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = odd;
                case 1 -> {
                    byte[] longer = Arrays.copyOf(mutant, mutant.length + 1);
                    System.arraycopy(mutant, at, longer, at + 1, mutant.length - at);
                    longer[at] = odd;
                    mutant = longer;
                }
                case 2 -> {
                    byte[] shorter = Arrays.copyOf(mutant, mutant.length - 1);
                    System.arraycopy(mutant, at + 1, shorter, at, mutant.length - at - 1);
                    mutant = shorter;
                }
                default -> mutant = Arrays.copyOf(mutant, at + 1);
            }
        }
        return mutant;
    }

    private static byte[] written(EventWriter writer, CotEvent event) {
        ByteBuf out = UNRECORDED.directBuffer();
        try {
            writer.write(event, out);
            byte[] item = new byte[out.readableBytes()];
            out.readBytes(item);
            return item;
        } finally {
            out.release();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
