package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.codec.SplitStream.AUTH;
import static org.cotgateway.codec.SplitStream.LIMIT;
import static org.cotgateway.codec.SplitStream.PLAIN;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code <auth>} before or between the events of a stream. */
@Timeout(120)
class SplitAuthTest {

    @AfterEach
    void nothingIsHeld() {
        assertThat(SplitStream.heldBytes()).isZero();
    }

    @Test
    void handsOnTheAuthPreambleAtEverySplitPoint() {
        String stream = "<?xml version=\"1.0\"?>\n" + AUTH + PLAIN + "\n" + AUTH + "<auth/>" + PLAIN;
        for (int size = 1; size <= stream.length(); size++) {
            SplitStream found = SplitStream.of(stream, LIMIT, size);

            assertThat(found.auths).as("pieces of %d", size).containsExactly(AUTH, AUTH, "<auth/>");
            assertThat(found.events).as("pieces of %d", size).containsExactly(PLAIN, PLAIN);
            assertThat(found.skips).as("pieces of %d", size).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<auth><cot username='</auth>' password='/>'/></auth>",
                "<auth ><!-- </auth> --><cot/></auth >",
                "<auth><![CDATA[</auth>]]><cot/></event></auth>",
                "<auth><auth2></auth2></auth>"
            })
    void anAuthEndsWhereItEnds(String auth) {
        for (int size : new int[] {1, 1_000}) {
            SplitStream found = SplitStream.of(PLAIN + auth + PLAIN, LIMIT, size);

            assertThat(found.auths).containsExactly(auth);
            assertThat(found.events).containsExactly(PLAIN, PLAIN);
        }
    }

    @Test
    void anAuthInsideAnEventIsAPartOfIt() {
        String event = "<event>" + AUTH + "</event>";

        assertThat(SplitStream.of(event, LIMIT, 3).events).containsExactly(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<auth>", "<auth a='", "<auth><cot", "<auth", "<auth></aut"})
    void anAuthWithoutEndCostsItselfOnly(String cut) {
        SplitStream found = SplitStream.of(cut + PLAIN + PLAIN, LIMIT, 1);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.auths).isEmpty();
        assertThat(found.skippedBytes).isEqualTo(cut.length());
    }

    @Test
    void anAuthOverItsLimitIsGivenUp() {
        String large = "<auth><cot username='" + "x".repeat(70_000) + "'/></auth>";
        SplitStream found = SplitStream.of(large + PLAIN + PLAIN, 512_000, 1_000);

        assertThat(found.auths).isEmpty();
        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("TOO_LARGE 0+" + large.length());
    }
}
