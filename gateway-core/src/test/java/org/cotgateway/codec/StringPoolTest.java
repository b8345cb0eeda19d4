package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringPoolTest {

    private static final int SETS = 1_024;

    private final StringPool pool = new StringPool(SETS, text -> !text.isEmpty());

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "HOPE-", "ANDROID-", "ANDROID-589520ccfcd20f", "GeoChat.ANDROID-1.ANDROID-2."})
    void numberedNamesAreNearlyAllHeld(String prefix) {
        String[] first = new String[SETS];
        for (int i = 0; i < SETS; i++) {
            first[i] = get(prefix + i);
        }
        int held = 0;
        for (int i = 0; i < SETS; i++) {
            held += isSame(get(prefix + i), first[i]) ? 1 : 0;
        }

        assertThat(held).isGreaterThan(SETS * 9 / 10);
    }

    @Test
    void aValueThatBreaksTheRuleIsNotGiven() {
        assertThat(pool.get(new byte[XmlBytes.SPARE], 0, 0)).isNull();
    }

    @Test
    void referencesAreReplaced() {
        assertThat(get("a&amp;b&#x41;&#66;&lt;&gt;&quot;&apos;")).isEqualTo("a&bAB<>\"'");
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(String one, String other) {
        return one == other;
    }

    private String get(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(
                pool.get(Arrays.copyOf(bytes, bytes.length + XmlBytes.SPARE), 0, bytes.length), raw);
    }
}
