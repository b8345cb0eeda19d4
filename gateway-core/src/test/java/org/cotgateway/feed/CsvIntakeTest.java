package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvIntakeTest {

    private static final String USUAL = "\ufeffid,lat,lon,name\r\n"
            + "1,48.1,16.1,\"Smith, \"\"Bob\"\"\"\r\n"
            + "\r\n"
            + "\"2\",48.2,16.2,\"two\r\nlines\"\n"
            + "3,48.3\r"
            + "4,48.4,16.4,5\" gun,, \n"
            + "5,48.5,16.5,\"closed\"x\n"
            + "6,48.6,16.6,last";

    private static FeedSettings feed() {
        return Mapping.usual().with("callsign", "{name}").feed(FeedFormat.CSV);
    }

    private static String name(CotEvent event) {
        return event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElseThrow();
    }

    private static void checkUsual(FeedRun run) {
        assertThat(run.events).extracting(CotEvent::uid).containsExactly("1", "2", "4", "6");
        assertThat(run.events)
                .extracting(CsvIntakeTest::name)
                .containsExactly("Smith, \"Bob\"", "two\r\nlines", "5\" gun", "last");
        assertThat(run.lines).containsExactly(2, 4, 7, 9);
        assertThat(run.rejections)
                .extracting(Object::toString)
                .containsExactly(
                        "6 MISSING [mapping.lon (lon): is missing]",
                        "8 MALFORMED [row: must have nothing between a closing quote and the next delimiter]");
    }

    @Test
    void readsQuotesLineEndsOfEveryKindAByteOrderMarkAndRowsOfEveryLength() {
        checkUsual(new FeedRun(feed()).take(USUAL));
    }

    @Test
    void readsTheSameHoweverItIsCut() {
        byte[] bytes = USUAL.getBytes(StandardCharsets.UTF_8);
        for (int partBytes = 1; partBytes < bytes.length; partBytes++) {
            checkUsual(new FeedRun(feed()).take(bytes, partBytes));
        }
    }

    @Test
    void namesTheColumnsThatAreMissing() {
        FeedRun run = new FeedRun(feed()).take("id,latitude,lon,lon\n1,48,16,17\n");

        assertThat(run.rejections)
                .extracting(Object::toString)
                .containsExactly(
                        "1 MISSING [header \"lat\": has no column of this name,"
                                + " header \"lon\": has two columns of this name; the first one counts,"
                                + " header \"name\": has no column of this name]",
                        "2 MISSING [mapping.lat (lat): is missing]");
    }

    @Test
    void columnsMayBeNumbered() {
        FeedSettings feed = Mapping.usual()
                .with("header", false)
                .with("delimiter", "tab")
                .with("uid", "3")
                .with("lat", "1")
                .with("lon", "2")
                .feed(FeedFormat.CSV);

        CotEvent event = new FeedRun(feed).take("48.5\t16.5\tcar 7\n").only();

        assertThat(event.uid()).isEqualTo("car 7");
        assertThat(event.point().lat()).isEqualTo(48.5);
        assertThat(event.point().lon()).isEqualTo(16.5);
    }

    @Test
    void aRowThatIsTooLongCostsNoOther() {
        String longName = "n".repeat(200);
        FeedRun run = new FeedRun(FeedRun.withRowBytes(feed(), 100))
                .take("id,lat,lon,name\n1,1,1," + longName + "\n2,2,2,\"" + longName + "\n3,3,3,c\n");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("3");
        assertThat(run.rejections)
                .extracting(Object::toString)
                .containsExactly(
                        "2 TOO_LARGE [row: must have at most 100 bytes]",
                        "3 TOO_LARGE [row: must have at most 100 bytes]");
    }

    @Test
    void aQuoteThatIsNeverClosedCostsItsLine() {
        FeedRun run = new FeedRun(feed()).take("id,lat,lon,name\n1,1,1,\"open\n2,2,2,b\n3,3,3,\"c\nd\"\n4,4,4,\"e");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("2", "3");
        assertThat(run.lines).containsExactly(3, 4);
        assertThat(run.rejections)
                .extracting(Object::toString)
                .containsExactly(
                        "2 MALFORMED [row: must have nothing between a closing quote and the next delimiter]",
                        "6 UNFINISHED [row: must have a quote at the end of a field that begins with one]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void rowsBehindAQuoteThatIsNeverClosedAreReadHoweverTheyAreCut(String lineEnd) {
        int more = 3 * CsvIntake.MAX_ROW_LINES;
        StringBuilder text = new StringBuilder("id,lat,lon,name" + lineEnd + "open,1,1,\"never closed");
        for (int i = 0; i < more; i++) {
            text.append(lineEnd).append("u-").append(i).append(",2,2,b");
        }
        text.append(lineEnd).append(lineEnd).append("last,1,1,");
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int partBytes : new int[] {1, 5, 64, Integer.MAX_VALUE}) {
            FeedRun run = new FeedRun(feed()).take(bytes, partBytes);

            assertThat(run.events).hasSize(more + 1);
            assertThat(run.lines.subList(0, 2)).containsExactly(3, 4);
            assertThat(run.lines.get(more)).isEqualTo(more + 4);
            assertThat(run.onlyRejection().toString())
                    .isEqualTo("2 MALFORMED [row: must have a quote at the end of a field within 64 lines]");
        }
    }

    @Test
    void aFieldOfManyLinesIsOneRow() {
        String name = "a\r\n".repeat(CsvIntake.MAX_ROW_LINES - 1) + "b";

        CotEvent event = new FeedRun(feed())
                .take("id,lat,lon,name\n1,1,1,\"" + name + "\"\n")
                .only();

        assertThat(name(event)).isEqualTo(name);
    }

    @Test
    void aRowOfTooManyBytesInQuotesCostsItsFirstLine() {
        FeedRun run = new FeedRun(FeedRun.withRowBytes(feed(), 40))
                .take("id,lat,lon,name\n1,1,1,\"open\n2,2,2,b\n3,3,3,c\n4,4,4,d\n5,5,5,e\n6,6,6,f\n");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("2", "3", "4", "5", "6");
        assertThat(run.onlyRejection().toString()).isEqualTo("2 TOO_LARGE [row: must have at most 40 bytes]");
    }

    /** Each of these lines is open at its end, read alone and read behind the one before. */
    @Test
    void linesThatAreAllOpenCostBoundedWork() {
        int count = 20_000;
        FeedRun run = new FeedRun(feed()).take("id,lat,lon,name\n" + "x\",\"\n".repeat(count) + "2,2,2,b");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("2");
        assertThat(run.rejections).hasSize(count);
    }

    @Test
    void whatIsNotUtf8IsTold() {
        byte[] latin = "id,lat,lon,name\n1,1,1,M\u00fcller\n2,2,2,b\n".getBytes(StandardCharsets.ISO_8859_1);

        FeedRun run = new FeedRun(feed()).take(latin, Integer.MAX_VALUE);

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("2");
        assertThat(run.onlyRejection().toString()).isEqualTo("2 MALFORMED [row: must be UTF-8]");
    }

    /** As of a table that was written with commas in its numbers. */
    @Test
    void aRowWithMoreFieldsThanTheHeaderIsRejectedAsItsPositionWouldBeWrong() {
        FeedRun run = new FeedRun(feed()).take("id,lat,lon,name\n1,48,2,16,37,,a\n2,48.2,16.37,b,\n3,48,2,16,\"\",b\n");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("2");
        assertThat(run.rejections)
                .extracting(Object::toString)
                .containsExactly(
                        "2 MALFORMED [row: has 7 fields, the header has 4]",
                        "4 MALFORMED [row: has 6 fields, the header has 4]");
    }

    /** Without names nobody knows how many there are. */
    @Test
    void aRowWithoutNamesMayHaveMoreFieldsThanAreRead() {
        FeedSettings feed = Mapping.usual()
                .with("header", false)
                .with("uid", "1")
                .with("lat", "2")
                .with("lon", "3")
                .feed(FeedFormat.CSV);

        assertThat(new FeedRun(feed).take("1,48,16,a,b\n").only().uid()).isEqualTo("1");
    }

    @Test
    void nothingAtAllIsNoRow() {
        FeedRun run = new FeedRun(feed()).take("").take("\n\n").take("\ufeff");

        assertThat(run.counts().in()).isZero();
    }
}
