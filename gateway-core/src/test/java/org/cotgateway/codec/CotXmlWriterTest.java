package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CotXmlWriterTest {

    private static final CotEvent EVENT = CotEvent.builder()
            .uid("u-1")
            .type("a-f-G-U-C")
            .how("m-g")
            .time(Instant.parse("2026-01-02T23:59:59.006Z"))
            .staleAfter(Duration.ofMinutes(1))
            .point(CotPoint.of(48.123456789, -11.5))
            .add(new Contact("HOPE-1", "10.0.0.1:4242:tcp", null))
            .add(CotElement.named("unheardOf")
                    .attribute("x", 1)
                    .attribute("callsign", "")
                    .build())
            .add(CotElement.named("remarks").text("hello").build())
            .build();

    private static final String DOCUMENT = "<event version=\"2.0\" uid=\"u-1\" type=\"a-f-G-U-C\" how=\"m-g\""
            + " time=\"2026-01-02T23:59:59.006Z\" start=\"2026-01-02T23:59:59.006Z\""
            + " stale=\"2026-01-03T00:00:59.006Z\">"
            + "<point lat=\"48.123456789\" lon=\"-11.5\" hae=\"9999999\" ce=\"9999999\" le=\"9999999\"/>"
            + "<detail><contact callsign=\"HOPE-1\" endpoint=\"10.0.0.1:4242:tcp\"/>"
            + "<unheardOf x=\"1\" callsign=\"\"/><remarks>hello</remarks></detail></event>";

    @Test
    void writesOneLineWithoutDeclaration() {
        assertThat(Documents.write(EVENT)).isEqualTo(DOCUMENT);
    }

    @Test
    void writesTheAttributesThatAreThereInTheirOrder() {
        CotEvent event = EVENT.toBuilder()
                .access("Undefined")
                .qos("1-r-c")
                .opex("o-")
                .caveat("none")
                .releasableTo("all")
                .detail(CotDetail.EMPTY)
                .build();

        assertThat(Documents.write(event))
                .contains(" stale=\"2026-01-03T00:00:59.006Z\" access=\"Undefined\" qos=\"1-r-c\" opex=\"o-\""
                        + " caveat=\"none\" releasableTo=\"all\"><point ")
                .endsWith("/><detail/></event>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "<",
                "x>",
                "\"",
                "'",
                "]]>",
                "\n",
                "\r\n",
                "\t",
                "seven &",
                "eight ch",
                "nine char",
                "twelve chars",
                "a & b & c & d & e & f & g",
                "&&&&&&&&&&&&&&&&&&&&",
                "0123456789abcdef\n0123456789abcdef\n0",
                "\u00E4",
                "\u4E2D",
                "\uD83D\uDE00",
                "1234567\uD83D\uDE00890",
                "\u007F\u0080\u07FF\u0800\uFFFD\uD800\uDC00\uDBFF\uDFFD",
                "1234567<abcdefg"
            })
    void escapesWhatMustBeInTextAndAttributes(String text) {
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;")
                .replace("\n", "&#10;")
                .replace("\r", "&#13;")
                .replace("\t", "&#9;");
        CotElement element =
                CotElement.named("a").attribute("b", text).text("x" + text).build();

        assertThat(written(element)).isEqualTo("<a b=\"" + escaped + "\">x" + escaped + "</a>");
    }

    @Test
    void textsAndValuesOfAnyLengthAreWhole() {
        for (int length = 0; length < 70; length++) {
            String plain = "abcdefghij".repeat(7).substring(0, length);
            for (int odd = 0; odd <= length; odd++) {
                for (String c : List.of("", "&", "\u0141")) {
                    String text = new StringBuilder(plain).insert(odd, c).toString();
                    String escaped = text.replace("&", "&amp;");
                    assertThat(written(CotElement.named("a")
                                    .attribute("b", text)
                                    .attribute("c", "v")
                                    .text("t" + text)
                                    .build()))
                            .isEqualTo("<a b=\"" + escaped + "\" c=\"v\">t" + escaped + "</a>");
                }
            }
        }
    }

    @Test
    void namesOfAnyLengthAreWhole() {
        for (int length = 1; length < 40; length++) {
            String name = "e" + "Name-1._".repeat(5).substring(0, length - 1);
            assertThat(written(CotElement.named(name)
                            .attribute(name, "v")
                            .text("t")
                            .build()))
                    .isEqualTo("<%1$s %1$s=\"v\">t</%1$s>".formatted(name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, event@uid: U+0000 at index 0",
        "1F, event@uid: U+001F at index 0",
        "D800, event@uid: U+D800 at index 0",
        "DC00, event@uid: U+DC00 at index 0",
        "FFFE, event@uid: U+FFFE at index 0",
        "FFFF, event@uid: U+FFFF at index 0"
    })
    void refusesCharactersThatXmlDoesNotKnow(String hex, String message) {
        String bad = String.valueOf((char) Integer.parseInt(hex, 16));

        assertRefused(EVENT.toBuilder().uid(bad).build(), message);
        assertRefused(EVENT.toBuilder().uid("0123456789" + bad).build(), message.replace("index 0", "index 10"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00\uD83D", "\uD83Dx", "\uD83D\uD83D\uDE00"})
    void refusesLoneSurrogatesInTextAndAttributes(String bad) {
        assertRefused(
                with(CotElement.named("remarks").attribute("to", "x" + bad).build()), "remarks@to: U+D");
        assertRefused(with(CotElement.named("remarks").text("x" + bad).build()), "text of remarks: U+D");
        assertRefused(
                EVENT.toBuilder()
                        .detail(new CotDetail(List.of(new CotText("x" + bad))))
                        .build(),
                "text of detail: U+D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "1a",
                "-a",
                ".a",
                "a<",
                "a\"",
                "a'",
                "a=",
                "a/",
                "a>",
                ":a",
                "a:",
                "a:b:c",
                "a:1",
                "\u00D7",
                "\uD83D\uDE00",
                "a\uD800",
                "longEnoughForTheFastWay!",
                "\n"
            })
    void refusesNamesThatAreNone(String name) {
        assertRefused(with(CotElement.named(name).build()), "is not a name in XML");
        assertRefused(with(CotElement.named("a").attribute(name, "v").build()), "is not a name in XML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_", "a:b", "a-b.c_d1", "\u00E4", "\u4E2D\u6587", "e\u0301", "a\u00B7", "xml:lang"})
    void takesNamesThatAreSome(String name) {
        assertThat(written(CotElement.named(name).attribute(name, "v").build()))
                .isEqualTo("<" + name + " " + name + "=\"v\"/>");
    }

    @Test
    void refusesAnAttributeThatStandsThereTwice() {
        CotElement.Builder many = CotElement.named("a");
        IntStream.range(0, 20).forEach(i -> many.attribute("n" + i, i));

        assertRefused(
                with(CotElement.named("a")
                        .attribute("x", 1)
                        .attribute("y", 1)
                        .attribute("x", 2)
                        .build()),
                "a@x: stands there twice");
        assertThat(written(many.build())).endsWith(" n19=\"19\"/>");
        assertRefused(with(many.attribute("n7", "").build()), "a@n7: stands there twice");
    }

    /** The writer looks at bits of their hashes first, of which there are 64. */
    @Test
    void takesAsManyDifferentNamesAsThereAre() {
        int bit = "n0".hashCode() & 63;
        String meets = IntStream.range(1, 1_000)
                .mapToObj(i -> "n" + i)
                .filter(name -> (name.hashCode() & 63) == bit)
                .findFirst()
                .orElseThrow();
        assertThat(written(CotElement.named("a")
                        .attribute("n0", 1)
                        .attribute(meets, 2)
                        .build()))
                .isEqualTo("<a n0=\"1\" " + meets + "=\"2\"/>");

        CotElement.Builder all = CotElement.named("a");
        IntStream.range(0, 200).forEach(i -> all.attribute("n" + i, i));
        assertThat(written(all.build())).endsWith(" n199=\"199\"/>");
    }

    static Stream<CotPoint> notFinite() {
        return Stream.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                .flatMap(bad -> Stream.of(
                        new CotPoint(bad, 0, 0, 0, 0),
                        new CotPoint(0, bad, 0, 0, 0),
                        new CotPoint(0, 0, bad, 0, 0),
                        new CotPoint(0, 0, 0, bad, 0),
                        new CotPoint(0, 0, 0, 0, bad)));
    }

    @ParameterizedTest
    @MethodSource("notFinite")
    void refusesNumbersThatAreNotFinite(CotPoint point) {
        assertRefused(EVENT.toBuilder().point(point).build(), "is not a finite number");
    }

    @Test
    void refusesYearsOfMoreThanFourDigits() {
        Instant late = Instant.parse("+10000-01-01T00:00:00Z");

        assertRefused(EVENT.toBuilder().stale(late).build(), "event@stale: 253402300800000 ms since 1970");
    }

    @Test
    void refusesNestingThatAtakDrops() {
        CotElement deepest = CotElement.named("a").build();
        for (int depth = 3; depth < 255; depth++) {
            deepest = CotElement.named("a").child(deepest).build();
        }

        assertThat(Documents.write(with(deepest))).contains("<a/>");
        assertRefused(with(CotElement.named("a").child(deepest).build()), "a: nested deeper than 255");
    }

    @Test
    void writesIntoBuffersOfAnyKindAtTheirWriterIndex() {
        ByteBuf[] buffers = {
            Unpooled.buffer(1),
            Unpooled.directBuffer(1),
            PooledByteBufAllocator.DEFAULT.heapBuffer(1),
            PooledByteBufAllocator.DEFAULT.directBuffer(4_096),
            Unpooled.buffer(1, 3 + DOCUMENT.length()),
            new CompositeByteBuf(PooledByteBufAllocator.DEFAULT, false, 16)
        };
        for (ByteBuf buffer : buffers) {
            buffer.writeBytes(new byte[] {'a', 'b', 'c'});
            CotXmlWriter.INSTANCE.write(EVENT, buffer);
            assertThat(buffer.toString(StandardCharsets.UTF_8)).isEqualTo("abc" + DOCUMENT);
            buffer.release();
        }
    }

    @Test
    void whatDoesNotFitIsNotWritten() {
        ByteBuf small = Unpooled.buffer(1, DOCUMENT.length() - 1);

        assertThatThrownBy(() -> CotXmlWriter.INSTANCE.write(EVENT, small))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(small.writerIndex()).isZero();
        small.release();
    }

    @Test
    void writesAnElementAlone() {
        ByteBuf out = Unpooled.buffer();
        CotXmlWriter.INSTANCE.writeElement(CotElement.named("a").build(), out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<a/>");
        out.release();
    }

    @Test
    void allocatesNothingInTheSteadyState() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(threads.isThreadAllocatedMemoryEnabled()).isTrue();
        // Leak detection, which the tests run under, allocates a record for each access.
        ByteBuf out = Documents.UNRECORDED.directBuffer(4_096);
        CotEvent event = EVENT.toBuilder()
                .point(new CotPoint(48.1, Math.PI, 519.32, 4.9, 1e-300))
                .add(CotElement.named("remarks").text("\u00E4 & \uD83D\uDE00\n").build())
                .build();
        encode(event, out, 20_000);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        long asking = threads.getThreadAllocatedBytes(thread) - before;
        before = threads.getThreadAllocatedBytes(thread);
        encode(event, out, 10_000);
        long allocated = threads.getThreadAllocatedBytes(thread) - before - asking;

        assertThat(allocated).as("bytes in 10,000 encodings").isLessThan(10_000);
        out.release();
    }

    private static void encode(CotEvent event, ByteBuf out, int times) {
        for (int i = 0; i < times; i++) {
            out.clear();
            CotXmlWriter.INSTANCE.write(event, out);
        }
    }

    private static CotEvent with(CotElement element) {
        return EVENT.toBuilder().add(element).build();
    }

    private static String written(CotElement element) {
        ByteBuf out = Documents.UNRECORDED.heapBuffer(4);
        CotXmlWriter.INSTANCE.writeElement(element, out);
        String text = out.toString(StandardCharsets.UTF_8);
        out.release();
        return text;
    }

    private static void assertRefused(CotEvent event, String message) {
        ByteBuf out = Unpooled.buffer().writeByte('x');
        assertThatThrownBy(() -> CotXmlWriter.INSTANCE.write(event, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(out.writerIndex()).isOne();
        out.release();
    }
}
