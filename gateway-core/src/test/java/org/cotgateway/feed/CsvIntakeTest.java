package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;

class CsvIntakeTest {

    private static final String USUAL = "\ufeffid,lat,lon,name\r\n"
            + "1,48.1,16.1,\"Smith, \"\"Bob\"\"\"\r\n"
            + "\r\n"
            + "\"2\",48.2,16.2,\"two\r\nlines\"\n"
            + "3,48.3\r"
            + "4,48.4,16.4,5\" gun,and,more\n"
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
    void aQuoteThatIsNeverClosedIsTold() {
        FeedRun run = new FeedRun(feed()).take("id,lat,lon,name\n1,1,1,\"open\n2,2,2,b\n");

        assertThat(run.events).isEmpty();
        assertThat(run.onlyRejection().toString())
                .isEqualTo("2 UNFINISHED [row: must have a quote at the end of a field that begins with one]");
    }

    @Test
    void whatIsNotUtf8IsTold() {
        byte[] latin = "id,lat,lon,name\n1,1,1,M\u00fcller\n2,2,2,b\n".getBytes(StandardCharsets.ISO_8859_1);

        FeedRun run = new FeedRun(feed()).take(latin, Integer.MAX_VALUE);

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("2");
        assertThat(run.onlyRejection().toString()).isEqualTo("2 MALFORMED [row: must be UTF-8]");
    }

    @Test
    void nothingAtAllIsNoRow() {
        FeedRun run = new FeedRun(feed()).take("").take("\n\n").take("\ufeff");

        assertThat(run.counts().in()).isZero();
    }
}
