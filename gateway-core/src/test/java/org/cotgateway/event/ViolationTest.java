package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViolationTest {

    @Test
    void readsAsASentenceWithItsPlaceInFront() {
        Violation violation = Violation.of("point@lat", "91", "must be between -90 and 90");

        assertThat(violation).hasToString("point@lat \"91\": must be between -90 and 90");
        assertThat(violation.at(new TextPosition(3, 14)))
                .hasToString("3:14: point@lat \"91\": must be between -90 and 90");
        assertThat(Violation.of("event@uid", null, "must be there")).hasToString("event@uid: must be there");
    }

    @Test
    void showsNothingThatATerminalWouldObey() {
        Violation violation = Violation.of("detail/\u001b[2J", "\u0007\u0085\ud800", "must not\nshout");

        assertThat(violation.rule()).isEqualTo("must not\\u000ashout");
        assertThat(violation.field()).isEqualTo("detail/\\u001b[2J");
        assertThat(violation.value()).isEqualTo("\\u0007\\u0085\\ud800");
    }

    @Test
    void cutsLongValuesOnceAndNeverInsideACharacter() {
        Violation violation = Violation.of("f", "x".repeat(79) + "\ud83d\ude00" + "y".repeat(40), "must not");

        assertThat(violation.value()).isEqualTo("x".repeat(79) + "\ud83d\ude00...");
        assertThat(violation.at(new TextPosition(1, 1)).value()).isEqualTo(violation.value());
    }

    @Test
    void aFieldThatIsAsLongAsTheInputIsShortened() {
        Violation violation = Violation.of("/properties/" + "k".repeat(100_000), null, "must stand only once");

        assertThat(violation.field())
                .hasSize(1_003)
                .startsWith("/properties/kk")
                .endsWith("k...");
    }
}
