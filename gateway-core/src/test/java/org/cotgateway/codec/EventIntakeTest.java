package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.cotgateway.codec.XmlMarks.DetailForm;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EventIntakeTest {

    private static final long SEED = 20_261_121L;
    private static final int MUTATIONS = 100_000;

    private static final String HEAD = "<event version='2.0' uid='u' type='a-f-G' how='m-g' time='2026-01-02T03:04:05Z'"
            + " start='2026-01-02T03:04:05.6Z' stale='2026-01-02T03:05:05.678999Z'>";
    private static final String POINT = "<point lat='1' lon='2' hae='3' ce='4' le='5'/>";

    private static final List<String> PIECES = List.of(
            "<",
            ">",
            "/>",
            "</",
            "&",
            ";",
            "&amp;",
            "&#10;",
            "&#x1F600;",
            "&#0;",
            "&nbsp;",
            "\"",
            "'",
            "=",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "]]>",
            "]",
            "<!-- c -->",
            "<![CDATA[x]]>",
            "<?p i?>",
            "<!DOCTYPE a>",
            "xmlns='u'",
            "a:b",
            "a='1'",
            " uid='v'",
            " uid=\"v\"",
            "-",
            "+",
            ".",
            "0",
            "9",
            "1e5",
            "NaN",
            "inf",
            "Z",
            "T",
            ":",
            "\u00E4",
            "\uFFFF",
            "\uFFFE",
            "\u0085",
            "\u007F",
            "\u2028",
            "\uD83D\uDE00",
            "<x>",
            "</x>",
            "<x/>",
            "<point/>",
            "<detail/>",
            "<detail>",
            "</detail>",
            "</event>",
            "<marti/>",
            "<marti><dest uid='d'/></marti>",
            "<dest/>",
            "<contact/>",
            "<contact endpoint='e'/>",
            "<link uid='l' type='t' relation='r'/>",
            "<fileshare/>",
            "<ackrequest/>",
            "<ackrequest uid='a' ackrequested='true'/>",
            "<__forcedelete/>",
            "<_flow-tags_ s='t'/>",
            "t-x-d-d",
            "text");

    private final EventIntake intake = new EventIntake(XmlLimits.DEFAULT);
    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);

    @Test
    void usualEventsAreTakenInOnePass() {
        UsualEvents events = new UsualEvents(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] document = events.document().getBytes(StandardCharsets.UTF_8);

            assertThat(isUsualAndRight(document))
                    .as("seed %d, event %d: %s", SEED, i, new String(document, StandardCharsets.UTF_8))
                    .isTrue();
        }
    }

    @Test
    void mutatedEventsAreTakenAsTheReaderTakesThemOrNotAtAll() {
        UsualEvents events = new UsualEvents(SEED);
        Random random = new Random(SEED);
        int usual = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] document = mutated(events.document().getBytes(StandardCharsets.UTF_8), random);
            usual += isUsualAndRight(document) ? 1 : 0;
        }

        assertThat(usual).as("mutations that left an event usual").isBetween(MUTATIONS / 20, MUTATIONS * 3 / 4);
    }

    @Test
    void aStreamIsSplitTheSameWhetherItIsReadAheadOrNot() {
        UsualEvents events = new UsualEvents(SEED);
        Random random = new Random(SEED);
        int readAhead = 0;
        for (int stream = 0; stream < 300; stream++) {
            ByteBuf bytes = Unpooled.buffer();
            for (int i = 0; i < 8; i++) {
                byte[] document = events.document().getBytes(StandardCharsets.UTF_8);
                bytes.writeBytes(random.nextInt(4) == 0 ? mutated(document, random) : document);
                bytes.writeBytes(
                        random.nextInt(8) == 0 ? "<event><event>".getBytes(StandardCharsets.UTF_8) : new byte[0]);
            }
            int chunk = 1 + random.nextInt(random.nextBoolean() ? 200 : 5_000);
            Split plain = new Split(null);
            Split ahead = new Split(intake);
            plain.feed(bytes, chunk);
            ahead.feed(bytes, chunk);

            assertThat(ahead.found)
                    .as(
                            "seed %d, stream %d in chunks of %d: %s",
                            SEED, stream, chunk, bytes.toString(StandardCharsets.UTF_8))
                    .isEqualTo(plain.found);
            readAhead += ahead.readAhead;
        }

        assertThat(readAhead).as("events that were read ahead").isGreaterThan(500);
    }

    @Test
    void anEventIsReadAheadUpToItsEndAndNoFurther() {
        String event = HEAD + POINT + "</event>";
        ByteBuf in = Unpooled.copiedBuffer("xx" + event + event, StandardCharsets.UTF_8);

        assertThat(intake.readAhead(in, 2, in.writerIndex())).isEqualTo(event.length());
        assertThat(intake.reading().summary()).isEqualTo(read(event).summary());
        assertThat(intake.readAhead(in, 2, 2 + event.length())).isEqualTo(event.length());
        assertThat(intake.readAhead(in, 2, 1 + event.length())).isZero();
        assertThat(intake.readAhead(in, 3, in.writerIndex())).isZero();
    }

    /** What a splitter makes of a stream, with what its intake made of each event that was read ahead. */
    private static final class Split implements CotStreamSplitter.Sink {
        private final @Nullable EventIntake intake;
        private final List<String> found = new ArrayList<>();
        private int readAhead;
        private boolean ahead;

        Split(@Nullable EventIntake intake) {
            this.intake = intake;
        }

        void feed(ByteBuf stream, int chunk) {
            try (CotStreamSplitter splitter = new CotStreamSplitter(3_000)) {
                for (int i = 0; i < stream.readableBytes(); i += chunk) {
                    splitter.feed(stream.slice(i, Math.min(chunk, stream.readableBytes() - i)), this);
                }
                splitter.finish(this);
            }
        }

        @Override
        public int eventAt(ByteBuf in, int from, int to) {
            int bytes = intake == null ? 0 : intake.readAhead(in, from, to);
            ahead = bytes > 0;
            return bytes;
        }

        @Override
        public void event(ByteBuf event, long offset) {
            found.add(offset + ": " + event.toString(StandardCharsets.UTF_8));
            if (ahead && intake != null) {
                ahead = false;
                readAhead++;
                EventSummary summary = Objects.requireNonNull(intake.reading().summary());
                assertThat(intake.read(event).summary()).isEqualTo(summary);
            }
        }

        @Override
        public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
            found.add(offset + ": " + reason + " " + bytes);
        }
    }

    @Test
    void randomEventsAreTakenAsTheReaderTakesThemOrNotAtAll() {
        RandomEvents events = new RandomEvents(SEED);
        int usual = 0;
        for (int i = 0; i < 20_000; i++) {
            CotEvent event = events.next().toBuilder()
                    .uid("u" + i % 100)
                    .version("2.0")
                    .type("a-f-G")
                    .how("m-g")
                    .time(Instant.ofEpochMilli(1_700_000_000_000L + i))
                    .start(Instant.ofEpochMilli(1_700_000_000_000L))
                    .stale(Instant.ofEpochMilli(1_700_000_000_001L + i))
                    .point(new CotPoint(i % 90 / 3.0, i % 180 / 7.0, 0, 0, 0))
                    .build();
            usual += isUsualAndRight(Documents.write(event).getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
        }

        assertThat(usual).isGreaterThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version='1.0'?>%s%s<detail/></event>",
                "%s%s<!-- c --></event>",
                "%s%s<detail><![CDATA[x]]></detail></event>",
                "%s%s<detail><a:b xmlns:a='u'/></detail></event>",
                "%s%s<detail><\u00E4/></detail></event>",
                "%s%s<detail><contact/><contact/></detail></event>",
                "%s%s<detail><marti/><marti/></detail></event>",
                "%s%s<other/></event>",
                "%s%stext</event>"
            })
    void anUnusualEventIsReadAsAWhole(String document) {
        IntakeReading reading = read(document.formatted(HEAD, POINT));

        assertThat(reading.violations()).isEmpty();
        assertThat(reading.marks()).isNull();
        CotEvent event = Objects.requireNonNull(reading.event());
        assertThat(reading.summary()).isEqualTo(EventSummary.of(event));
    }

    @Test
    void anInvalidEventHasAllItsViolations() {
        IntakeReading reading =
                read((HEAD + POINT + "</event>").replace("'u'", "''").replace("'1'", "'91'"));

        assertThat(reading.isValid()).isFalse();
        assertThat(Objects.requireNonNull(reading.event()).point().lat()).isEqualTo(91);
        assertThat(reading.marks()).isNull();
        assertThat(reading.violations()).extracting("field").containsExactly("event@uid", "point@lat");
    }

    @Test
    void nothingIsLeftOfTheEventBefore() {
        String full = HEAD + POINT + "<detail><contact callsign='c' endpoint='e'/><marti><dest uid='d'/></marti>"
                + "<_flow-tags_ s='t'/><link uid='l'/></detail></event>";
        IntakeReading reading = read(full);
        assertThat(reading.summary())
                .extracting(EventSummary::callsign, EventSummary::linkUid)
                .containsExactly("c", "l");

        read(HEAD + POINT + "</event>");

        assertThat(reading.summary())
                .isEqualTo(new EventSummary(
                        "u",
                        "a-f-G",
                        "m-g",
                        1767323045000L,
                        1767323045600L,
                        1767323105678L,
                        1,
                        2,
                        null,
                        null,
                        List.of(),
                        false,
                        List.of(),
                        false,
                        null));
        XmlMarks marks = Objects.requireNonNull(reading.marks());
        assertThat(marks.martiFrom() + marks.martiTo() + marks.endpointFrom() + marks.endpointTo() + marks.flowTags())
                .isZero();
    }

    @Test
    void theMarksSayWhereToCut() {
        String document = HEAD + POINT + "<detail ><contact callsign='c' endpoint='1.2.3.4:5:tcp'/><a/>"
                + "<marti ><dest uid='d'/></marti ><_flow-tags_ s='t'/></detail ></event>";
        XmlMarks marks = marks(document);

        assertThat(document.substring(marks.martiFrom(), marks.martiTo()))
                .isEqualTo("<marti ><dest uid='d'/></marti >");
        assertThat(document.substring(marks.endpointFrom(), marks.endpointTo())).isEqualTo("1.2.3.4:5:tcp");
        assertThat(document.substring(marks.flowTags())).startsWith(" s='t'/>");
        assertThat(document.substring(marks.detailEnd())).isEqualTo("</detail ></event>");
        assertThat(marks.detailForm()).isEqualTo(DetailForm.WITH_CONTENT);
    }

    @Test
    void anEmptyMartiIsMarkedAsAWhole() {
        String document = HEAD + POINT + "<detail><marti /></detail></event>";
        XmlMarks marks = marks(document);

        assertThat(document.substring(marks.martiFrom(), marks.martiTo())).isEqualTo("<marti />");
    }

    @Test
    void theMarksSayInWhatFormTheDetailIs() {
        String empty = HEAD + POINT + "<detail /></event>";
        String none = HEAD + POINT + "\n</event>";

        assertThat(marks(empty).detailForm()).isEqualTo(DetailForm.EMPTY_TAG);
        assertThat(empty.substring(marks(empty).detailEnd())).isEqualTo("/></event>");
        assertThat(marks(none).detailForm()).isEqualTo(DetailForm.NONE);
        assertThat(none.substring(marks(none).detailEnd())).isEqualTo("</event>");
    }

    @Test
    void aCopyOfTheMarksIsKeptWhileTheNextEventIsRead() {
        String document = HEAD + POINT + "<detail><contact endpoint='e'/></detail></event>";
        XmlMarks kept = marks(document).copy();

        read(HEAD + POINT + "</event>");

        assertThat(document.substring(kept.endpointFrom(), kept.endpointTo())).isEqualTo("e");
        assertThat(document.substring(kept.detailEnd())).isEqualTo("</detail></event>");
    }

    @Test
    void aKnownDeviceCostsNoMemoryButTheSummarys() {
        String document = HEAD + POINT + "<detail><contact callsign='HOPE-1' endpoint='192.168.1.17:4242:tcp'/>"
                + "<__group name='Dark Green' role='Team Member'/><status battery='87'/><takv os='30' version='5.5'/>"
                + "<track speed='1.3871' course='274.0528'/><remarks>Two vehicles &amp; one on foot</remarks>"
                + "</detail></event>";
        ByteBuf buffer = Documents.UNRECORDED.directBuffer();
        try {
            buffer.writeCharSequence(document, StandardCharsets.UTF_8);
            intake.read(buffer);
            EventSummary summary = Objects.requireNonNull(intake.read(buffer).summary());
            int rounds = 1_000;
            long summaries = allocated(rounds, () -> copy(summary));

            assertThat(allocated(rounds, () -> intake.read(buffer))).isEqualTo(summaries);
        } finally {
            buffer.release();
        }
    }

    @Test
    void limitsAreTheReaders() {
        EventIntake strict = new EventIntake(new XmlLimits(1_000, 3, 8, 8, 20));
        CotXmlReader strictReader = new CotXmlReader(new XmlLimits(1_000, 3, 8, 8, 20));
        for (String detail : List.of(
                "<a/>",
                "<a><b/></a>",
                "<abcdefghi/>",
                "<a abcdefghi=''/>",
                "<a a='' b='' c='' d='' e='' f='' g='' h='' i=''/>",
                "<a b='123456789012345678901'/>",
                "<a>123456789012345678901</a>",
                "<a>12345678901234567890</a>".repeat(40))) {
            ByteBuf document = bytes(HEAD + POINT + "<detail>" + detail + "</detail></event>");

            assertThat(strict.read(document).violations())
                    .as(detail)
                    .isEqualTo(strictReader.readAndCheck(document).violations());
        }
    }

    /** Whether the intake took it for usual; if so, it is checked that the reader says the same of it. */
    private boolean isUsualAndRight(byte[] document) {
        ByteBuf buffer = Unpooled.wrappedBuffer(document);
        IntakeReading reading = intake.read(buffer);
        if (reading.marks() == null) {
            return false;
        }
        XmlReading whole = reader.readAndCheck(buffer);
        if (!whole.violations().isEmpty()
                || whole.event() == null
                || !EventSummary.of(whole.event()).equals(reading.summary())) {
            assertThat(whole.violations())
                    .as("seed %d: %s", SEED, new String(document, StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(reading.summary())
                    .as("seed %d: %s", SEED, new String(document, StandardCharsets.UTF_8))
                    .isEqualTo(whole.event() == null ? null : EventSummary.of(whole.event()));
        }
        return true;
    }

    private static byte[] mutated(byte[] document, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : document) {
            bytes.add(b);
        }
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(bytes.size());
            int to = Math.min(bytes.size(), at + 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 3));
            switch (random.nextInt(5)) {
                case 0 -> bytes.set(at, (byte) random.nextInt(256));
                case 1 -> bytes.set(at, (byte) (' ' + random.nextInt(95)));
                case 2 -> bytes.subList(at, to).clear();
                case 3 -> bytes.addAll(random.nextInt(bytes.size()), new ArrayList<>(bytes.subList(at, to)));
                default -> {
                    List<Byte> piece = new ArrayList<>();
                    for (byte b : PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8)) {
                        piece.add(b);
                    }
                    bytes.addAll(at, piece);
                }
            }
            if (bytes.isEmpty()) {
                break;
            }
        }
        byte[] result = new byte[bytes.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = bytes.get(i);
        }
        return result;
    }

    private IntakeReading read(String document) {
        return intake.read(bytes(document));
    }

    private XmlMarks marks(String document) {
        return Objects.requireNonNull(read(document).marks(), document);
    }

    private static ByteBuf bytes(String document) {
        return Unpooled.copiedBuffer(document, StandardCharsets.UTF_8);
    }

    private static EventSummary copy(EventSummary of) {
        return new EventSummary(
                of.uid(),
                of.type(),
                of.how(),
                of.timeMs(),
                of.startMs(),
                of.staleMs(),
                of.lat(),
                of.lon(),
                of.callsign(),
                of.endpoint(),
                of.dests(),
                of.hasMarti(),
                of.flowTags(),
                of.hasFile(),
                of.linkUid());
    }

    /** The least of several times: what a class or the compiler does once in between is not the work's. */
    private static long allocated(int rounds, Supplier<Object> work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Object[] kept = new Object[1];
        long least = Long.MAX_VALUE;
        for (int time = 0; time < 5; time++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                kept[0] = work.get();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
