package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ALPHA",
                "exactly10!",
                "more than ten letters",
                "Ä\u0308ÖÜ",
                "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
                "日本",
                "日本語日本語日本語",
                "a日本語日本語日本語",
                "\ud83d\ude81 HELI",
                "\u001b[2J\u0007",
                "\ud800"
            })
    void aColumnHasItsWidthWhateverStandsInIt(String text) {
        String column = TableText.column(text, 10);

        assertThat(TableText.cells(column)).as(column).isEqualTo(10);
    }

    @Test
    void whatIsCutSaysSo() {
        assertThat(TableText.column("more than ten", 10)).isEqualTo("more than~");
        assertThat(TableText.column("日本語日本語", 10)).isEqualTo("日本語日~ ");
        assertThat(TableText.column("ALPHA", 7)).isEqualTo("ALPHA  ");
    }

    @Test
    void nothingThatATerminalActsOnGetsThrough() {
        assertThat(TableText.plain("\u001b[31mred\u009b1m\u202egnp.exe\r\n\u2028\u200f\u0000"))
                .isEqualTo("?[31mred?1m?gnp.exe?????");
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String plain = TableText.plain(Character.toString(codePoint));
            assertThat(plain.codePoints().noneMatch(Character::isISOControl))
                    .as("U+%X", codePoint)
                    .isTrue();
        }
    }
}
