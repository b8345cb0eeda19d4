package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The C program that our writer is measured against writes what ours writes, byte for byte. */
@Timeout(60)
class FormatterIT {

    private static final long SEED = 20_261_122L;

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(programs, "format");
    }

    @ParameterizedTest
    @EnumSource
    void theSamplesAreTheSame(SampleEvents.Kind kind) throws Exception {
        try (Formatter formatter = new Formatter(format(), SampleEvents.of(kind, 500))) {
            assertThat(formatter.nsPerEvent(1)).isPositive();
        }
    }

    @Test
    void numbersOfAllSizesAreTheSame() {
        Random random = new Random(SEED);
        List<Double> numbers = new ArrayList<>(List.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e22, 1e23, 0.3));
        for (int exponent = Double.MIN_EXPONENT; exponent <= Double.MAX_EXPONENT; exponent++) {
            // Powers of two themselves, whose neighbours are not equally far away, are none of the numbers of CoT.
            numbers.add(Math.scalb(1.5, exponent));
            numbers.add(Math.nextUp(Math.scalb(1.0, exponent)));
        }
        for (int i = 0; i < 20_000; i++) {
            numbers.add(random.nextDouble() * 360 - 180);
            numbers.add(Math.rint(random.nextDouble() * 1e9) / Math.pow(10, random.nextInt(12)));
            numbers.add((double) (float) (random.nextDouble() * 180));
            numbers.add(random.nextDouble() * Math.pow(10, random.nextInt(20) - 10));
            double any = Double.longBitsToDouble(random.nextLong());
            numbers.add(Double.isFinite(any) ? any : 1);
        }
        List<CotEvent> events = numbers.stream()
                .map(number ->
                        event().point(new CotPoint(number, -number, 1, 1, 1)).build())
                .toList();

        assertThatCode(() -> new Formatter(format(), events).close()).doesNotThrowAnyException();
    }

    @Test
    void timesTextsAndRareFieldsAreTheSame() {
        Random random = new Random(SEED);
        List<CotEvent> events = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append("&<>\"'\n\r\taz09 \u00fc\u4e2d".charAt(random.nextInt(15)));
            }
            events.add(event().time(Instant.ofEpochMilli((long) (random.nextDouble() * 250_000_000_000_000L)))
                    .start(Instant.ofEpochMilli(random.nextInt(Integer.MAX_VALUE) * 1_000L))
                    .stale(Instant.ofEpochMilli(random.nextInt(Integer.MAX_VALUE) * 1_000L + 1))
                    .access(text.toString())
                    .qos("1-r-c")
                    .opex(random.nextBoolean() ? text + "o" : null)
                    .caveat("c" + text)
                    .releasableTo(random.nextBoolean() ? "USA" : null)
                    .add(CotElement.named("unknown_name")
                            .attribute("some-attribute", text)
                            .text(text.toString())
                            .build())
                    .build());
        }

        assertThatCode(() -> new Formatter(format(), events).close()).doesNotThrowAnyException();
    }

    private static Path format() {
        return programs.resolve("format");
    }

    private static CotEvent.Builder event() {
        return CotEvent.builder().uid("u").type("a-f-G").time(Instant.EPOCH);
    }
}
