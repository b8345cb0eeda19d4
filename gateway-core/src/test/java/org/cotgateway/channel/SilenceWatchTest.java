package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.cotgateway.channel.SilenceWatch.Figures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With the figures that Linux 6.18 gives in each of these situations. */
class SilenceWatchTest {

    private static final long SECOND = 1_000;
    private static final Figures QUIET = new Figures(0, 0, false, 5_000, 5_000);

    private final SilenceWatch watch = new SilenceWatch(this::figures, Duration.ofSeconds(30));
    private @Nullable Figures figures = QUIET;
    private int looks;
    private long nowMs = 1_000_000;
    private long activeMs = nowMs;

    @Test
    void whoAcknowledgesNothingFor30SecondsHasVanished() {
        assertThat(secondsUntilOver(
                        60, second -> new Figures(1, 0, second > 0, second % 8 * SECOND, second * SECOND + 9_000)))
                .isBetween(30, 33);
    }

    @Test
    void whoAnswersThatItHasNoRoomIsThereHoweverSeldomItIsAsked() {
        // The look that falls between question and answer proves nothing.
        assertThat(secondsUntilOver(1_000, second -> {
                    int sinceAsked = second % 120;
                    return sinceAsked == 0
                            ? new Figures(0, 1, true, second * SECOND, 120 * SECOND)
                            : new Figures(0, 0, true, second * SECOND, sinceAsked * SECOND);
                }))
                .isEqualTo(1_000);
        assertThat(looks).as("although nothing was written to it for long").isGreaterThan(300);
    }

    @Test
    void whoHasNoRoomForWhatIsUnderWayIsThereWhileItAnswersWhatIsSentAgain() {
        assertThat(secondsUntilOver(1_000, second -> {
                    long sinceSentMs = second % 120 * SECOND + 4;
                    return new Figures(2, 0, true, sinceSentMs, sinceSentMs);
                }))
                .isEqualTo(1_000);
    }

    @Test
    void whoHadNoRoomAndVanishesIsNoticedAfterTheSecondQuestionThatItDoesNotAnswer() {
        int vanished = 10;
        int asked = 100;
        assertThat(secondsUntilOver(
                        400,
                        second -> new Figures(
                                0,
                                second < asked ? 0 : 1 + (second - asked) / 120,
                                true,
                                second * SECOND,
                                (second - vanished) * SECOND)))
                .isBetween(asked + 120, asked + 126);
    }

    @Test
    void whoHasNoRoomIsThereIfOneQuestionOfTwoIsLost() {
        assertThat(secondsUntilOver(1_000, second -> {
                    int sinceAnswerMs = second % 240 * 1_000;
                    return new Figures(0, sinceAnswerMs < 120_000 ? 0 : 1, true, second * SECOND, sinceAnswerMs + 4);
                }))
                .isEqualTo(1_000);
    }

    @Test
    void whoHasNoRoomForWhatIsUnderWayIsThereIfOneOfTwoThatAreSentAgainIsLost() {
        assertThat(secondsUntilOver(1_000, second -> {
                    long sinceSentMs = second % 120 * SECOND + 8;
                    return new Figures(2, 0, true, sinceSentMs, second % 240 * SECOND + 4);
                }))
                .isEqualTo(1_000);
    }

    @Test
    void whoIsSentSomethingAgainAndAgainAndAcknowledgesItIsThere() {
        assertThat(secondsUntilOver(200, second -> {
                    activeMs = nowMs;
                    return new Figures(3, 0, false, 0, 40);
                }))
                .isEqualTo(200);
    }

    @Test
    void whoWasNotHeardForLongBeforeItWasAskedHasItsTimeFromThenOn() {
        figures = new Figures(0, 0, false, 600_000, 600_000);
        assertThat(watch.isOver(nowMs, activeMs)).isFalse();
        nowMs += 5 * SECOND;
        assertThat(secondsUntilOver(
                        60, second -> new Figures(1, 0, false, second % 3 * SECOND, 600_000 + second * SECOND)))
                .isBetween(30, 33);
    }

    @Test
    void whileNothingStandsUnansweredNothingIsLookedAt() {
        assertThat(secondsUntilOver(1_000, second -> QUIET)).isEqualTo(1_000);
        assertThat(looks)
                .as("every three seconds for the thirty after the last write")
                .isBetween(10, 11);
    }

    @Test
    void whereNothingIsKnownNobodyVanishes() {
        assertThat(secondsUntilOver(200, second -> {
                    activeMs = nowMs;
                    return null;
                }))
                .isEqualTo(200);
    }

    private interface Situation {
        @Nullable
        Figures after(int second);
    }

    /** At which second the peer is given up; the last one if it is not. */
    private int secondsUntilOver(int seconds, Situation situation) {
        for (int second = 0; second < seconds; second++) {
            figures = situation.after(second);
            if (watch.isOver(nowMs, activeMs)) {
                return second;
            }
            nowMs += SECOND;
        }
        return seconds;
    }

    private @Nullable Figures figures() {
        looks++;
        return figures;
    }
}
