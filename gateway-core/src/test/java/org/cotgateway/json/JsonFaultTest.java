package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":[|Unexpected end-of-input: expected close marker for Array (start marker in line 1, column 6)
            {"a":[}|Unexpected close marker '}': expected ']' (for Array starting in line 1, column 6)
            {a|Unexpected character ('a' (code 97)): was expecting double-quote to start field name
            """)
    void whereABracketLacksItsEndIsToldWithoutTheParsersOwnWords(String text, String told) {
        JacksonException noJson = catchThrowableOfType(
                JacksonException.class, () -> new ObjectMapper().readTree(text.getBytes(StandardCharsets.UTF_8)));

        assertThat(JsonFault.text(noJson)).isEqualTo(told);
        assertThat(JsonFault.withoutPlace(noJson)).isEqualTo(told.replaceAll(" \\(.*line .*\\)", ""));
    }
}
