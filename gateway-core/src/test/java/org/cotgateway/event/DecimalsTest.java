package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "90, 90",
        "9999999.0, 9999999",
        "48.2081743, 48.2081743",
        "-0.1, -0.1",
        "1e-7, 0.0000001",
        "1e21, 1000000000000000000000",
        "2e-3, 0.002",
        "0.1E1, 1",
        "NaN, NaN",
    })
    void writesPlainDecimals(double value, String text) {
        assertThat(Decimals.text(value)).isEqualTo(text);
    }

    @Test
    void writesTheShortestWhereTheJdkBeforeVersionNineteenDoesNot() {
        assertThat(Decimals.text(2.0E-3)).isEqualTo("0.002");
        assertThat(Decimals.text(2.2250738585072014E-308)).endsWith("22250738585072014");
        assertThat(Decimals.text(2.0e23)).isEqualTo("200000000000000000000000");
        assertThat(Decimals.text(Double.MIN_VALUE)).endsWith("0005").hasSize(326);
    }

    @Test
    void everyDoubleReadsBackToItself() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            String text = Decimals.text(value);
            assertThat(Double.valueOf(text)).as("seed %d, round %d", SEED, i).isEqualTo(Double.valueOf(value));
            if (Double.isFinite(value)) {
                assertThat(text).as("seed %d, round %d", SEED, i).doesNotContainIgnoringCase("e");
            }
        }
    }

    @Test
    void aDecimalOfUpToFifteenDigitsIsWrittenAsItWasRead() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            BigDecimal decimal = BigDecimal.valueOf(random.nextLong(1_000_000_000_000_000L), random.nextInt(12))
                    .stripTrailingZeros();
            assertThat(Decimals.text(decimal.doubleValue()))
                    .as("seed %d, round %d", SEED, i)
                    .isEqualTo(decimal.toPlainString());
        }
    }
}
