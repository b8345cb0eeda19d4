package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypeTallyTest {

    @Test
    void countsByTheFirstTwoParts() {
        TypeTally tally = new TypeTally();
        List.of("b-t-f", "a-f-G-U-C", "a-f-A", "a-h-G", "a-f", "x").forEach(tally::add);

        assertThat(tally.counts().toString()).isEqualTo("{a-f=3, a-h=1, b-t=1, x=1}");
    }

    @Test
    void takesNoMoreMemoryHoweverManyTypesThereAre() {
        TypeTally tally = new TypeTally();
        for (int i = 0; i < 5_000; i++) {
            tally.add("x-" + i);
        }

        assertThat(tally.counts()).hasSize(1_001).containsEntry("others", 4_000L);
    }
}
