package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.cotgateway.event.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @Test
    void noughtHasNoSign() {
        assertThat(Double.toString(SpeedUnit.KNOTS.toMetersPerSecond(-0.0))).isEqualTo("0.0");
        assertThat(Double.toString(Track.clockwise(-0.0))).isEqualTo("0.0");
    }

    @Test
    void speedsBecomeMetersPerSecond() {
        assertThat(SpeedUnit.MPS.toMetersPerSecond(12.5)).isEqualTo(12.5);
        assertThat(SpeedUnit.KNOTS.toMetersPerSecond(3_600)).isEqualTo(1_852);
        assertThat(SpeedUnit.KNOTS.toMetersPerSecond(100)).isEqualTo(185_200.0 / 3_600);
        assertThat(SpeedUnit.KMH.toMetersPerSecond(90)).isEqualTo(25);
        assertThat(SpeedUnit.MPH.toMetersPerSecond(3_600)).isEqualTo(1_609.344);
    }

    @Test
    void heightsBecomeMeters() {
        assertThat(HeightUnit.METERS.toMeters(-3.5)).isEqualTo(-3.5);
        assertThat(HeightUnit.FEET.toMeters(1_000)).isEqualTo(304.8);
        assertThat(HeightUnit.FEET.toMeters(36_000)).isEqualTo(10_972.8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DEGREES|48.2082|48.2082
            DEGREES|-48.2082|-48.2082
            DEGREES|+48.2082|48.2082
            DEGREES|48.2082S|-48.2082
            DEGREES|S 48.2082|-48.2082
            DEGREES|48.5°N|48.5
            DEGREES|4.5e1|45
            DEGREES|-0|0
            DM|4812.6N|48.21
            DM|4812.6 s|-48.21
            DM|-4812.6|-48.21
            DM|0012.6|0.21
            DM|48 12.6|48.21
            DM|48°12.6'N|48.21
            DM|N48° 12.6′|48.21
            DMS|481236N|48.21
            DMS|481236.0S|-48.21
            DMS|48 12 36|48.21
            DMS|48°12'36.0"N|48.21
            DMS|-48:12:36|-48.21
            """)
    void anglesBecomeDegrees(AngleFormat format, String text, double degrees) {
        assertThat(Angles.parse(text, format, "NS")).isEqualTo(degrees);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DEGREES|north
            DEGREES|48,2
            DEGREES|-48.2N
            DEGREES|48.2E
            DEGREES|--48
            DEGREES|N
            DEGREES|NaN
            DEGREES|0x10
            DEGREES|48 12
            DM|12.6
            DM|4860.1N
            DM|48.5 12.6
            DM|48 12 36
            DM|48-12.6
            DMS|4812.6
            DMS|48 12 60
            DMS|48 12.5 36
            DMS|48
            """)
    void whatIsNoAngleIsNone(AngleFormat format, String text) {
        assertThat(Angles.parse(text, format, "NS")).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "ISO,2026-11-21T19:27:26Z,2026-11-21T19:27:26Z",
        "ISO,2026-11-21 19:27:26.5Z,2026-11-21T19:27:26.500Z",
        "ISO,2026-11-21T21:27:26+02:00,2026-11-21T19:27:26Z",
        "ISO,2026-11-21T20:27:26+0100,2026-11-21T19:27:26Z",
        "ISO,2026-11-21 14:57:26.5-0430,2026-11-21T19:27:26.500Z",
        "ISO,2026-11-21T20:27:26+01,2026-11-21T19:27:26Z",
        "ISO,2026-11-21T20:27:26+01:00[Europe/Vienna],2026-11-21T19:27:26Z",
        "ISO,2026-11-21T19:27Z,2026-11-21T19:27:00Z",
        "SECONDS,1795289246,2026-11-21T19:27:26Z",
        "SECONDS,1795289246.25,2026-11-21T19:27:26.250Z",
        "MILLIS,1795289246250,2026-11-21T19:27:26.250Z",
        "MILLIS,-1,1969-12-31T23:59:59.999Z",
    })
    void timesBecomeMilliseconds(TimeFormat format, String text, Instant time) {
        assertThat(new Times(format, null).parse(text)).isEqualTo(time.toEpochMilli());
    }

    @Test
    void aTimeWithoutZoneIsOnlyBelievedWhereThatIsSaid() {
        assertThat(new Times(TimeFormat.ISO, null).parse("2026-07-21T19:27:26")).isNull();
        assertThat(new Times(TimeFormat.ISO, ZoneId.of("Europe/Vienna")).parse("2026-07-21T19:27:26"))
                .isEqualTo(Instant.parse("2026-07-21T17:27:26Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-21",
                "2026-13-21T19:27:26Z",
                "2026-11-21T19:27:26+0160",
                "2026-11-21T19:27:26+01000",
                "+999999999-01-01T00:00:00Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(new Times(TimeFormat.ISO, ZoneId.of("UTC")).parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1e999",
                "1e300",
                "NaN",
                "12:00",
                "0x10",
                "1_000",
                "99999999999999999999999999999999999999999"
            })
    void whatIsNoNumberOfSecondsIsNone(String text) {
        assertThat(new Times(TimeFormat.SECONDS, null).parse(text)).isNull();
    }
}
