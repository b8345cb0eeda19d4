package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CotTypeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
                    a-f-G-U-C       = atom, friendly, ground, unit, combat
                    a-u-G           = atom, unknown affiliation, ground
                    a-h-A-M-F-Q     = atom, hostile, air, military, fixed wing, drone
                    a-n-A-C-H       = atom, neutral, air, civil, rotary wing
                    a-s-S-C-L-D-D   = atom, suspect, sea surface, combatant, line, destroyer
                    a-p-U-S-N       = atom, pending, subsurface, submarine, nuclear propulsion
                    a-a-P-S         = atom, assumed friend, space, satellite
                    a-j-F-G-S       = atom, joker, special operations, ground, special forces
                    a-k-G-E-V-A-T   = atom, faker, ground, equipment, vehicle, armored, tank
                    a-o-G-I-X-H     = atom, no affiliation specified, ground, installation, medical, hospital
                    a-.-G           = atom, any affiliation, ground
                    b-m-p-s-p-i     = bit, map, point, spot, sensor, point of interest
                    b-m-r           = bit, map, route
                    b-t-f           = bit, text, chat
                    b-a-o-tbl       = bit, alert, other, 911
                    b-a-g           = bit, alert, geofence breached
                    b-f-t-r         = bit, file, transfer, request
                    b-r-f-h-c       = bit, report, friendly, health, casualty
                    b-i-v           = bit, image, video
                    b-d-c-n         = bit, detection, CBRN and explosives, nuclear or radiological
                    t-x-d-d         = tasking, experimental, display, delete
                    t-x-takp-v      = tasking, experimental, TAK protocol, offer
                    t-x-c-t-r       = tasking, experimental, connection, ping, pong
                    t-k-d           = tasking, strike, destroy
                    t-s-v-e         = tasking, surveillance, video, electro-optical
                    u-d-c-c         = user-drawn, drawing, circle, circle
                    u-rb-a          = user-drawn, range and bearing, line
                    y-a-w           = reply, acknowledgement, will comply
                    """)
    void explainsEveryPart(String type, String explanation) {
        CotType read = CotType.of(type);

        assertThat(read.explain()).isEqualTo(explanation);
        assertThat(read.isKnown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
                    a-f-G-U-Q-C = atom, friendly, ground, unit, unknown part Q, unknown part C
                    a-q-G-U     = atom, unknown part q, ground, unit
                    a-F-G       = atom, unknown part F, ground
                    a-f-g       = atom, friendly, unknown part g
                    z-f-G       = unknown part z, unknown part f, unknown part G
                    """)
    void saysWhatIsUnknownAfterWhatIsKnown(String type, String explanation) {
        CotType read = CotType.of(type);

        assertThat(read.explain()).isEqualTo(explanation);
        assertThat(read.isKnown()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A-f-G", "a-", "-f", "a--f", "a f", "a-f\n", "a-\u00e4", "ab-c", "a-f-G/U"})
    void whatIsNoTypeIsAnsweredWithTheRule(String text) {
        CotType.Reading reading = CotType.parse(text);

        assertThat(reading.type()).isNull();
        assertThatThrownBy(() -> CotType.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must");
        assertThat(reading.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("type");
            assertThat(violation.rule()).startsWith("must");
        });
    }

    @ParameterizedTest
    @EnumSource(Affiliation.class)
    void tellsTheSideOfAnAtom(Affiliation affiliation) {
        CotType type = CotType.of("a-" + affiliation.code() + "-G");

        assertThat(type.affiliation()).contains(affiliation);
        assertThat(type.parts().get(1).meaning()).isEqualTo(affiliation.label());
    }

    @ParameterizedTest
    @EnumSource(Dimension.class)
    void tellsTheDimensionOfAnAtomAndKnowsItInTheCatalogue(Dimension dimension) {
        CotType type = CotType.of("a-f-" + dimension.code());

        assertThat(type.dimension()).contains(dimension);
        assertThat(type.isKnown()).isTrue();
    }

    @Test
    void onlyAtomsHaveASideAndADimension() {
        CotType type = CotType.of("b-f-A");

        assertThat(type.isAtom()).isFalse();
        assertThat(type.affiliation()).isEmpty();
        assertThat(type.dimension()).isEmpty();
        assertThat(type.atoms()).containsExactly("b", "f", "A");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
                    m-g       = machine, GPS
                    m-g-d     = machine, GPS, differential
                    h-e       = human, estimated
                    h-c       = human, calculated
                    h-g-i-g-o = human, entered without a known origin
                    m-r-t-j   = machine, radio, TADIL, J
                    m-q       = machine, unknown part q
                    """)
    void explainsHowAPositionWasComeBy(String how, String explanation) {
        assertThat(CotHow.explain(how)).isEqualTo(explanation);
    }

    @Test
    void aCatalogueWithAMistakeIsRefusedWithItsLine() {
        assertThatThrownBy(() -> CodeTree.parse("t", List.of("a one", "  b two", "  b three")))
                .hasMessage("t:3: b stands there twice");
        assertThatThrownBy(() -> CodeTree.parse("t", List.of("a one", "    b two")))
                .hasMessage("t:2: indented to no parent");
        assertThatThrownBy(() -> CodeTree.parse("t", List.of("a one", " b two")))
                .hasMessage("t:2: indented to no parent");
    }
}
