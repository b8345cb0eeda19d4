package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FieldPositionsTest {

    /** A path for every element would take hundreds of megabytes and more. */
    private static final long FEW_BYTES = 10_000_000;

    private static final String DEEP_NAMES = "<event>" + ("<" + "n".repeat(250) + ">").repeat(60);

    @Test
    void namesElementsByTheirPathBelowTheEvent() {
        String text = "<event uid='u'>\n<point lat='1'/>\n<detail>\n<link/> <a><link b='1'/></a>\n<link uid='2'/>\n"
                + "<a>\n<link b='2'/>\n<link b='3'/></a></detail>\n<point/></event>";

        assertThat(positions(
                        text,
                        "event",
                        "event@uid",
                        "point@lat",
                        "detail/link",
                        "detail/link[2]@uid",
                        "detail/a/link@b",
                        "detail/a[2]/link[2]@b",
                        "point[2]"))
                .containsExactly("1:1", "1:8", "2:8", "4:1", "5:7", "4:18", "8:7", "9:1");
    }

    @Test
    void whatIsMissingIsShownWhereItShouldStand() {
        String text = "<!-- --><event>\n<detail>\n<a/>\n<a><b/></a></detail></event>";

        assertThat(positions(text, "event@uid", "point@lat", "detail/a[2]/c@d", "detail/a[3]", "detail/a[2]/b@c"))
                .containsExactly("1:9", "1:9", "4:1", "2:1", "4:4");
    }

    @Test
    void whatHasAPlaceKeepsIt() {
        Violation placed = Violation.of("event@uid", null, "x").at(new TextPosition(7, 7));

        assertThat(new FieldPositions(text("<event uid=''/>"), 0, List.of(placed)).addTo(List.of(placed)))
                .containsExactly(placed);
    }

    @Test
    void tagsBehindTheEndOfReadingAreNotLookedAt() {
        DocumentText text = text("<event><a/><b/></event>");
        List<Violation> violations = violations("a", "b");

        assertThat(new FieldPositions(text, 7, violations).addTo(violations))
                .extracting(Violation::at)
                .containsExactly(new TextPosition(1, 8), new TextPosition(1, 1));
    }

    @Test
    void nestingWithoutEndIsRefusedInLittleMemory() {
        Read read = read("<event>" + "<a>".repeat(20_000));

        assertThat(read.violations()).containsExactly("1:197: a \"65 levels of nesting\": must be at most 64");
        assertThat(read.allocated()).isLessThan(FEW_BYTES);
    }

    @Test
    void anyNumberOfElementsBelowLongNamesIsRefusedInLittleMemory() {
        String document = DEEP_NAMES + "<a/>".repeat(100_000);
        Read read = read(document);

        assertThat(read.violations())
                .containsExactly(
                        "1:" + (document.length() + 1) + ": event: must be complete; a tag or an element has no end");
        assertThat(read.allocated()).isLessThan(FEW_BYTES);
    }

    @Test
    void anyNumberOfElementsOutsideOfTheDetailIsNotedInLittleMemory() {
        Read read = read("<event>" + "<!-- -->".repeat(20_000) + "<a/>x".repeat(50_000));

        assertThat(read.violations()).hasSize(1);
        assertThat(read.allocated()).isLessThan(3 * FEW_BYTES);
    }

    @Test
    void anyNumberOfPointsIsRefusedOnce() {
        Read read = read("<event>" + "<!-- -->".repeat(20_000) + "<point/>".repeat(30_000) + "</event>");

        assertThat(read.violations())
                .hasSize(12)
                .first()
                .asString()
                .isEqualTo("1:160016: point[2]: must stand there once only");
    }

    private record Read(List<String> violations, long allocated) {}

    private static Read read(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        XmlReading reading = reader.read(Unpooled.wrappedBuffer(bytes));
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(reading.event()).isNull();
        return new Read(reading.violations().stream().map(Violation::toString).toList(), allocated);
    }

    private static List<String> positions(String document, String... fields) {
        DocumentText text = text(document);
        List<Violation> violations = violations(fields);
        return new FieldPositions(text, text.to(), violations)
                .addTo(violations).stream()
                        .map(violation -> String.valueOf(violation.at()))
                        .toList();
    }

    private static List<Violation> violations(String... fields) {
        return Stream.of(fields).map(field -> Violation.of(field, null, "x")).toList();
    }

    private static DocumentText text(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return DocumentText.of(bytes, 0, bytes.length);
    }
}
