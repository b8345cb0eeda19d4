package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CotEventTest {

    private static final CotEvent EVENT = CotEvent.builder()
            .uid("UNIT-1")
            .type("a-f-G-U-C")
            .how("m-g")
            .time(Instant.ofEpochSecond(1_800_000_000))
            .build();

    @Test
    void whatIsInAsciiWithoutMarksIsPlain() {
        assertThat(EVENT.isHeadPlain()).isTrue();
        assertThat(EVENT.isHeadPlain()).as("again").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&b", "a<b", "a\"b", "\u00e4", "\u4e2d", "a\tb", "\u0000"})
    void oneOddCharacterIsEnoughNotToBe(String odd) {
        for (CotEvent event : new CotEvent[] {
            EVENT.toBuilder().uid(odd).build(),
            EVENT.toBuilder().type(odd).build(),
            EVENT.toBuilder().how(odd).build()
        }) {
            assertThat(event.isHeadPlain()).as("%s", event).isFalse();
            assertThat(event.isHeadPlain()).as("%s again", event).isFalse();
        }
    }

    @Test
    void eventsAreTheSameIfAllTheirValuesAre() {
        CotEvent same = EVENT.toBuilder().build();
        EVENT.isHeadPlain();

        assertThat(same).isEqualTo(EVENT).hasSameHashCodeAs(EVENT);
        assertThat(EVENT).isNotEqualTo("UNIT-1");
        assertThat(new CotEvent[] {
                    EVENT.toBuilder().version("1.0").build(),
                    EVENT.toBuilder().uid("UNIT-2").build(),
                    EVENT.toBuilder().type("a-h-G").build(),
                    EVENT.toBuilder().how("h-e").build(),
                    EVENT.toBuilder().time(Instant.EPOCH).build(),
                    EVENT.toBuilder().start(Instant.EPOCH).build(),
                    EVENT.toBuilder().stale(Instant.EPOCH).build(),
                    EVENT.toBuilder().access("x").build(),
                    EVENT.toBuilder().qos("x").build(),
                    EVENT.toBuilder().opex("x").build(),
                    EVENT.toBuilder().caveat("x").build(),
                    EVENT.toBuilder().releasableTo("x").build(),
                    EVENT.toBuilder().point(CotPoint.of(1, 2)).build(),
                    EVENT.toBuilder().remarks("x").build()
                })
                .doesNotContain(EVENT)
                .doesNotHaveDuplicates();
    }

    @Test
    void inWordsItNamesEachValue() {
        CotEvent event = EVENT.toBuilder()
                .version("2.1")
                .start(Instant.ofEpochSecond(1_800_000_001))
                .stale(Instant.ofEpochSecond(1_800_000_002))
                .access("a")
                .qos("q")
                .opex("o")
                .caveat("c")
                .releasableTo("r")
                .point(CotPoint.of(1, 2))
                .build();

        assertThat(event)
                .hasToString("CotEvent[version=2.1, uid=UNIT-1, type=a-f-G-U-C, how=m-g, timeMs=1800000000000,"
                        + " startMs=1800000001000, staleMs=1800000002000, access=a, qos=q, opex=o, caveat=c,"
                        + " releasableTo=r, point=CotPoint[lat=1.0, lon=2.0, hae=9999999.0, ce=9999999.0, le=9999999.0],"
                        + " detail=CotDetail[nodes=[]]]");
    }
}
