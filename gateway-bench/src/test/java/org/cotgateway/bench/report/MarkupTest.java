package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {

    @Test
    void textIsEscapedAndWhatXmlCannotHoldIsReplaced() {
        assertThat(Markup.escape("a<b>&\"c'\td\u0000\uD800\uFFFE😀")).isEqualTo("a&lt;b&gt;&amp;&quot;c&#39; d???😀");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 0",
                "1234567.8; 1,234,568",
                "1234.4; 1,234",
                "123.45; 123",
                "12.345; 12.3",
                "1.2345; 1.23",
                "0.012345; 0.0123",
                "-12.345; -12.3",
                "24; 24",
                "1e-12; 0"
            })
    void numbersHaveAsManyDigitsAsSaySomething(double value, String text) {
        assertThat(Markup.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"250000; 250 k", "1500000; 1.5 M", "2000; 2,000", "0.05; 0.05", "0; 0"})
    void ticksAreShort(double value, String text) {
        assertThat(Markup.tick(value)).isEqualTo(text);
    }
}
