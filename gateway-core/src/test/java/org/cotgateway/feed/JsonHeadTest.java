package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of how documents and rows begin, and what is not. */
class JsonHeadTest {

    private final JsonHead head = new JsonHead();

    @ParameterizedTest
    @MethodSource
    void isAllUpToTheFirstNameWithoutTheBlanksBeforeIt(String text, String expected) {
        take(text);

        assertThat(head.isWhole()).isTrue();
        assertThat(new String(head.bytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    static List<Arguments> isAllUpToTheFirstNameWithoutTheBlanksBeforeIt() {
        return List.of(
                arguments("{\"id\":1}", "{\"id\""),
                arguments(" [ {\n\"id\" :", "[{\"id\""),
                arguments("[[{\"id\",", "[[{\"id\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"id", "{{\"id\"", "{[{\"id\"", "{\"Flight Id\"", "{\"i\\u0064\"", "1", "{}", "[\n}\"id\""
            })
    void isNotKnownOfWhatIsBrokenOrWouldNotBeReadTheSameAgain(String text) {
        take(text);

        assertThat(head.isWhole()).isFalse();
    }

    private void take(String text) {
        head.begin();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head.take(bytes, 0, bytes.length);
    }
}
