package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;

class ReadAndCheckTest {

    private static final String TIMES =
            "time='2026-11-21T10:00:00Z' start='2026-11-21T10:00:00Z' stale='2026-11-21T10:05:00Z'";

    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);

    @Test
    void whatCannotBeReadDoesNotHideTheOtherBrokenRules() {
        XmlReading reading = check("<event uid='' type='A' " + TIMES + ">\n"
                + "<point lat='91' lon='x' hae='0' ce='-1' le='0'/>\n"
                + "<detail><fileshare/></detail></event>");

        assertThat(reading.event()).isNull();
        assertThat(reading.violations())
                .extracting(Violation::field)
                .contains("event@how", "point@lon", "event@uid", "event@type", "point@lat", "point@ce")
                .contains("detail/fileshare@sha256")
                .doesNotHaveDuplicates();
        assertThat(reading.violations())
                .filteredOn(violation -> violation.field().startsWith("point@"))
                .extracting(Violation::at)
                .extracting(TextPosition::line)
                .containsOnly(2);
    }

    @Test
    void aFieldThatCannotBeReadIsComplainedAboutOnce() {
        XmlReading reading = check("<event uid='a' type='a-f-G' how='m-g' " + TIMES.replace("05:00Z", "05:00+01:00")
                + "><point lat='1' lon='1' hae='0' ce='0' le='inf'/></event>");

        assertThat(reading.violations()).extracting(Violation::field).containsExactly("event@stale", "point@le");
    }

    @Test
    void aMissingPointIsAllThatIsWrongWithAPointThatIsMissing() {
        XmlReading reading = check("<event uid='a' type='a-f-G' how='m-g' " + TIMES + "/>");

        assertThat(reading.violations()).extracting(Violation::field).isEqualTo(List.of("point"));
    }

    @Test
    void nothingIsRememberedFromTheDocumentBefore() {
        check("<event uid='' type='a-f-G' how='m-g' " + TIMES + "/>");

        assertThat(check("<event uid=").violations())
                .extracting(Violation::field)
                .containsExactly("event");
    }

    private XmlReading check(String document) {
        return reader.readAndCheck(Unpooled.copiedBuffer(document, StandardCharsets.UTF_8));
    }
}
