package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CotTimeTest {

    private static final DateTimeFormatter JDK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final long SEED = 20_261_121L;
    private static final long DAY_MS = 86_400_000L;
    private static final long FIRST_DAY = -719_528;
    private static final long LAST_DAY = 2_932_896;

    private final Draft out = new Draft();

    @Test
    void everyDayOfTenThousandYearsIsRight() {
        Random random = new Random(SEED);
        for (long day = FIRST_DAY; day <= LAST_DAY; day += 1 + random.nextInt(3)) {
            long ms = day * DAY_MS + random.nextInt((int) DAY_MS);
            String text = text(ms);
            assertThat(CotTime.parse(text)).isEqualTo(ms);
            if (day % 50 == 0) {
                assertThat(text).isEqualTo(JDK.format(Instant.ofEpochMilli(ms)));
            }
        }
    }

    @Test
    void aTimeAfterAnotherIsRightOnTheSameDayAndOnTheNext() {
        long noon = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
        CotTime.append(noon, out, 0);
        for (long ms : new long[] {noon, noon + 1, noon + DAY_MS / 2 - 1, noon + DAY_MS / 2, noon - DAY_MS / 2 - 1}) {
            CotTime.append(ms, noon, 0, out, 24);
            assertThat(out.text(24, 48)).isEqualTo(text(ms, 64));
        }
    }

    @Test
    void onlyYearsOfFourDigitsAreWritable() {
        assertThat(CotTime.isWritable(FIRST_DAY * DAY_MS)).isTrue();
        assertThat(CotTime.isWritable(FIRST_DAY * DAY_MS - 1)).isFalse();
        assertThat(CotTime.isWritable((LAST_DAY + 1) * DAY_MS - 1)).isTrue();
        assertThat(CotTime.isWritable((LAST_DAY + 1) * DAY_MS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "1970-01-01T00:00:00.1Z, 100",
        "1970-01-01T00:00:00.12Z, 120",
        "1970-01-01T00:00:00.1239999999999999Z, 123",
        "2024-02-29T23:59:59.999Z, 1709251199999",
        "1969-12-31T23:59:59.999Z, -1"
    })
    void readsAnyCountOfDigits(String text, long ms) {
        assertThat(CotTime.parse(text)).isEqualTo(ms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-31",
                "2026-01-31T12:00Z",
                "2026-01-31T12:00:00",
                "2026-01-31T12:00:00z",
                "2026-01-31 12:00:00Z",
                "2026-01-31T12:00:00+00:00",
                "2026-01-31T12:00:00.Z",
                "2026-01-31T12:00:00.1xZ",
                "2026-13-01T12:00:00Z",
                "2026-00-01T12:00:00Z",
                "2026-02-29T12:00:00Z",
                "1900-02-29T12:00:00Z",
                "2026-04-31T12:00:00Z",
                "2026-01-00T12:00:00Z",
                "2026-01-32T12:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:60:00Z",
                "2026-01-31T12:00:60Z",
                "2026-1-31T12:00:00.0Z",
                "-026-01-31T12:00:00Z",
                "12026-01-31T12:00:00Z",
                "2026-01-31T12:00:00Z ",
                " 2026-01-31T12:00:00Z",
                "1795256130123",
                "2026-01-31t12:00:00Z",
                "2026-01-3\u0661T12:00:00Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(CotTime.parse(text)).isEqualTo(CotTime.NOT_A_TIME);
    }

    private String text(long ms) {
        return text(ms, 0);
    }

    private String text(long ms, int index) {
        return out.text(index, CotTime.append(ms, out, index));
    }
}
