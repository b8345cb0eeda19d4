package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    @Test
    void usualTextStaysAsItIs() {
        String text = "Well 7, \u00dc\u20ac\ud83d\ude00 <b>&\\";

        assertThat(PrintableText.of(text)).isSameAs(text);
        assertThat(PrintableText.ofLines("a\n\tb")).isEqualTo("a\n\tb");
    }

    @Test
    void whatSteersATerminalIsShownAsItsCode() {
        assertThat(PrintableText.of("a\u001b[2Jb\r\n\t\u009b31m\u007f"))
                .isEqualTo("a\\u001b[2Jb\\u000d\\u000a\\u0009\\u009b31m\\u007f");
        assertThat(PrintableText.ofLines("a\u001b\r\n")).isEqualTo("a\\u001b\\u000d\n");
    }

    @Test
    void whatTurnsTheWritingOrIsNoCharacterIsShownAsItsCode() {
        assertThat(PrintableText.of("\u202egnp\u2066\u2028\u200f")).isEqualTo("\\u202egnp\\u2066\\u2028\\u200f");
        assertThat(PrintableText.of("\ud83d x \ude00")).isEqualTo("\\ud83d x \\ude00");
    }
}
