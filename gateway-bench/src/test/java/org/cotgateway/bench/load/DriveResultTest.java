package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DriveResultTest {

    @Test
    void readsTheLineInItsOrder() throws Exception {
        DriveResult result = DriveResult.of(LongStream.rangeClosed(1, 21).toArray());

        assertThat(result)
                .isEqualTo(new DriveResult(
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        8,
                        new Latencies(9, 10, 11, 12, 13, 14),
                        new Latencies(15, 16, 17, 18, 19, 20),
                        21));
    }

    @Test
    void refusesALineOfAnotherLength() {
        assertThatThrownBy(() -> DriveResult.of(new long[] {1, 2, 3}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3 numbers instead of 21");
    }

    @Test
    void passesWhenEveryReceiverGotAll() {
        assertThatCode(() -> received(40, 10, 10, 0, 0).requireAll("it", 10, 4)).doesNotThrowAnyException();
    }

    @Test
    void namesExpectedAndGotWhenEventsAreLost() {
        assertThatThrownBy(() -> received(38, 8, 10, 0, 0).requireAll("the relay", 10, 4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the relay: 4 receivers should have got 10 events each, 40 in all")
                .hasMessageContaining("got 38, the one with the fewest 8, the one with the most 10");
    }

    @Test
    void aLossThatADuplicateMakesUpForIsFound() {
        assertThatThrownBy(() -> received(40, 9, 11, 0, 0).requireAll("it", 10, 4))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> received(40, 10, 10, 2, 0).requireAll("it", 10, 4))
                .hasMessageContaining("2 did not follow");
    }

    @Test
    void anEchoToThePublisherIsFound() {
        assertThatThrownBy(() -> received(40, 10, 10, 0, 10).requireAll("it", 10, 4))
                .hasMessageContaining("10 came back to the publisher");
    }

    private static DriveResult received(long all, long least, long most, long disordered, long echoed) {
        return new DriveResult(10, all, least, most, disordered, echoed, 1, 1, Latencies.NONE, Latencies.NONE, 0);
    }
}
