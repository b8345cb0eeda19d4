package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrittenTest {

    /** Flat out hundreds of events go in one send. */
    @Test
    void whatASendOfABatchHasComeToIsNotMadeAnewForEachReceiver() {
        assertThat(Written.sent(1_000)).isEqualTo(new Written(1_000, false)).isSameAs(Written.sent(1_000));
        assertThat(Written.sent(2_000)).isEqualTo(new Written(2_000, false));
    }
}
