package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    private static final long SEED = 20_261_121L;
    private static final int RANDOM_NUMBERS = Integer.getInteger("cotgateway.test.decimals", 200_000);

    private final Draft out = new Draft();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-1.5, -1.5",
        "9999999, 9999999",
        "48.137154, 48.137154",
        "0.1, 0.1",
        "1e-7, 0.0000001",
        "1e22, 10000000000000000000000",
        "2e23, 200000000000000000000000",
        "9007199254740993, 9007199254740992",
        "1.7976931348623157e308, 17976931348623157",
        "123456789012345680, 123456789012345680",
        "0.30000000000000004, 0.30000000000000004",
        "100, 100",
        "1125899906842624, 1125899906842624",
        "5e-324, 0.",
        "2.2250738585072014e-308, 0.",
    })
    void writesPlainNotation(double value, String start) {
        assertThat(text(value)).startsWith(start);
        assertShortest(value);
    }

    @Test
    void theSmallestDoubleHasOneDigit() {
        assertThat(text(Double.MIN_VALUE)).isEqualTo("0." + "0".repeat(323) + "5");
    }

    @Test
    void theLargestDoubleHas309Digits() {
        assertThat(text(-Double.MAX_VALUE)).isEqualTo("-17976931348623157" + "0".repeat(292));
    }

    @Test
    void edgesAreShortestAndReadBack() {
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
            double power = Math.scalb(1.0, exponent);
            assertShortest(power);
            assertShortest(Math.nextUp(power));
            assertShortest(Math.nextDown(power));
        }
        for (int exponent = -323; exponent <= 308; exponent++) {
            double power = Double.parseDouble("1e" + exponent);
            assertShortest(power);
            assertShortest(Math.nextUp(power));
            assertShortest(Math.nextDown(power));
        }
    }

    @Test
    void doublesOfAnyBitsAreShortestAndReadBack() {
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_NUMBERS; i++) {
            assertShortest(Double.longBitsToDouble(random.nextLong()));
        }
    }

    @Test
    void placesOnEarthAreShortestAndReadBack() {
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_NUMBERS; i++) {
            assertShortest(random.nextDouble() * 360 - 180);
            assertShortest(Math.rint(random.nextDouble() * 1e9) / Math.pow(10, random.nextInt(12)));
            assertShortest((float) (random.nextDouble() * 360 - 180));
            assertShortest(random.nextDouble() * Math.pow(10, random.nextInt(20) - 10));
        }
    }

    @Test
    void theGeneralWayAgreesWithTheFastOne() {
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_NUMBERS; i++) {
            double value = (1 + random.nextInt(Integer.MAX_VALUE - 1)) / Math.pow(10, random.nextInt(10));
            int end = ShortestDecimal.append(value, out, 0);
            assertThat(out.text(0, end)).isEqualTo(text(value));
        }
    }

    @Test
    void allGroupsOfDigitsAreRight() {
        for (int number = 0; number < 10_000; number++) {
            out.setLong(0, Decimals.eightDigits(number * 10_000 + (9_999 - number)));
            assertThat(out.text(0, 8)).isEqualTo("%04d%04d".formatted(number, 9_999 - number));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0.0",
        "48.5, 48.5",
        "+1, 1",
        "1., 1",
        ".5, 0.5",
        "1e2, 100",
        "1E-2, 0.01",
        "-7.25e+1, -72.5",
        "000012.50, 12.5",
        "NaN, NaN",
        "nan, NaN",
        "-NaN, NaN",
        "123456789012345678901234567890, 1.2345678901234568e29",
        "0.000000000000000000000000000001, 1e-30",
        "1e-400, 0",
        "179.99999999999999999, 180"
    })
    void readsNumbers(String text, double value) {
        assertThat(Double.valueOf(Decimals.parse(text))).isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "48,2",
                "48.2 ",
                " 48.2",
                "48.2m",
                "1e400",
                "-1e400",
                "inf",
                "Infinity",
                "-Infinity",
                "0x10",
                "1d",
                "1f",
                "1_000",
                "1.2.3",
                "--1",
                "1-",
                "N",
                "\u0661",
                "1e99999999999"
            })
    void whatIsNoNumberIsInfinite(String text) {
        assertThat(Decimals.parse(text)).isInfinite();
    }

    @Test
    void readsTheSameAsTheJdk() {
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_NUMBERS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Decimals.parse(Double.toString(value))).isEqualTo(value);
                String decimal =
                        random.nextInt(1_000_000) + "." + Long.toString(random.nextLong() >>> 1 + random.nextInt(62));
                assertThat(Decimals.parse(decimal)).isEqualTo(Double.parseDouble(decimal));
            }
        }
    }

    private String text(double value) {
        return out.text(0, Decimals.append(value, out, 0));
    }

    private void assertShortest(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        String text = text(value);
        if (Double.doubleToRawLongBits(Double.parseDouble(text)) != Double.doubleToRawLongBits(value)) {
            throw new AssertionError(value + " was written as " + text + ", seed " + SEED);
        }
        if (value == 0) {
            return;
        }
        BigDecimal written = new BigDecimal(text).stripTrailingZeros();
        BigDecimal exact = new BigDecimal(value);
        int digits = written.precision();
        boolean plain = text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-' || c == '.')
                && !(text.contains(".") && text.endsWith("0"));
        if (!plain
                || digits > 1
                        && (readsBack(exact, digits - 1, RoundingMode.DOWN, value)
                                || readsBack(exact, digits - 1, RoundingMode.UP, value))) {
            throw new AssertionError(value + " was written as " + text + ", which is not the shortest, seed " + SEED);
        }
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
            BigDecimal other = exact.round(new MathContext(digits, mode));
            if (readsBack(exact, digits, mode, value)
                    && other.subtract(exact)
                                    .abs()
                                    .compareTo(written.subtract(exact).abs())
                            < 0) {
                throw new AssertionError(value + " was written as " + text + ", but nearer is " + other);
            }
        }
    }

    private static boolean readsBack(BigDecimal exact, int digits, RoundingMode mode, double value) {
        return Double.parseDouble(exact.round(new MathContext(digits, mode)).toString()) == value;
    }

    @Test
    void readsNumbersOutOfAnArrayAsOutOfAString() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            String text = numberText(random);
            byte[] bytes = (">" + text + "<").getBytes(StandardCharsets.US_ASCII);

            double number = Decimals.parse(bytes, 1, bytes.length - 1);

            if (Double.compare(number, Decimals.parse(text)) != 0) {
                throw new AssertionError(text + " was read as " + number + ", seed " + SEED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                ".",
                "-.",
                "+1",
                "1.",
                ".5",
                "-0",
                "-0.0",
                "1e5",
                "1..2",
                "1.2.3",
                "NaN",
                "inf",
                "1 ",
                "0x1",
                "--1",
                "9007199254740993",
                "9007199254740992.5",
                "999999999999999999",
                "0.000000000000000001",
                "12345678901234567890",
                "1.00000000000000011102230246251565404",
                "0.50000000000000005",
                "4.0000000000000004",
                "1.9999999999999999",
                "63.999999999999996"
            })
    void readsOddNumbersOutOfAnArrayAsOutOfAString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(Double.valueOf(Decimals.parse(bytes, 0, bytes.length)))
                .isEqualTo(Double.valueOf(Decimals.parse(text)));
    }

    private static String numberText(Random random) {
        double value = (random.nextDouble() - 0.5) * 360;
        return switch (random.nextInt(4)) {
            case 0 ->
                new BigDecimal(value)
                        .setScale(random.nextInt(17), RoundingMode.HALF_EVEN)
                        .toPlainString();
            // As near as it gets to the middle between two doubles.
            case 1 ->
                new BigDecimal(value)
                        .add(new BigDecimal(Math.ulp(value) / 2))
                        .setScale(15, RoundingMode.HALF_EVEN)
                        .toPlainString();
            case 2 -> new BigDecimal(value).toPlainString();
            default -> Double.toString(value);
        };
    }
}
