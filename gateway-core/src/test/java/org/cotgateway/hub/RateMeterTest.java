package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateMeterTest {

    private final RateMeter meter = new RateMeter();

    private void sampleEachSecond(int seconds, int perSecond) {
        for (int i = 0; i <= seconds; i++) {
            meter.sample((long) i * perSecond, i * 1_000L);
        }
    }

    @Test
    void beforeTwoSamplesThereIsNoRate() {
        assertThat(meter.rates()).isEqualTo(new Rates(0, 0, 0));
        meter.sample(500, 0);
        assertThat(meter.rates()).isEqualTo(new Rates(0, 0, 0));
    }

    @Test
    void aSteadyCountHasOneRateOverEverySpan() {
        sampleEachSecond(200, 70);
        assertThat(meter.rates()).isEqualTo(new Rates(70, 70, 70));
    }

    @Test
    void rightAfterTheStartASpanIsAsLongAsThereHasBeen() {
        sampleEachSecond(3, 5);
        assertThat(meter.rates()).isEqualTo(new Rates(5, 5, 5));
    }

    @Test
    void aBurstIsSpreadOverTheSpanThatHoldsIt() {
        sampleEachSecond(100, 0);
        meter.sample(600, 101_000);
        assertThat(meter.rates()).isEqualTo(new Rates(600, 60, 10));
        meter.sample(600, 102_000);
        assertThat(meter.rates()).isEqualTo(new Rates(0, 60, 10));
    }

    @Test
    void whatIsOlderThanAMinuteDoesNotCount() {
        sampleEachSecond(10, 1_000);
        for (int i = 11; i <= 70; i++) {
            meter.sample(10_000, i * 1_000L);
        }
        assertThat(meter.rates()).isEqualTo(new Rates(0, 0, 0));
    }

    @Test
    void aTimerThatIsLateDoesNotRaiseTheRate() {
        meter.sample(0, 0);
        meter.sample(400, 4_000);
        assertThat(meter.rates().second()).isEqualTo(100);
    }
}
