package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TypeCommandTest {

    @Test
    void explainsATypeAsATree() {
        Run run = Run.cotgw("type", "a-f-G-U-C");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .containsExactly(
                        "a-f-G-U-C  atom, friendly, ground, unit, combat",
                        "  a  atom",
                        "    f  friendly",
                        "      G  ground",
                        "        U  unit",
                        "          C  combat");
    }

    @Test
    void saysWhichPartIsUnknownAndCallsThatWell() {
        Run run = Run.cotgw("type", "a-f-G-Q");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("Q  unknown here");
    }

    @Test
    void explainsAllAndFailsWhenOneIsNoType() {
        Run run = Run.cotgw("type", "b-t-f", "A-f", "t-x-d-d");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("bit, text, chat", "tasking, experimental, display, delete");
        assertThat(run.err()).contains("\"A-f\": must be");
    }

    @Test
    void jsonTellsEachTypeWithItsParts() throws IOException {
        Run run = Run.cotgw("type", "--json", "a-h-A-M-F-Q", "a--");

        assertThat(run.exit()).isEqualTo(1);
        JsonNode drone = run.json().at("/types/0");
        assertThat(drone.path("type").asText()).isEqualTo("a-h-A-M-F-Q");
        assertThat(drone.path("valid").asBoolean()).isTrue();
        assertThat(drone.path("known").asBoolean()).isTrue();
        assertThat(drone.path("affiliation").asText()).isEqualTo("HOSTILE");
        assertThat(drone.path("dimension").asText()).isEqualTo("AIR");
        assertThat(drone.at("/parts/5/meaning").asText()).isEqualTo("drone");
        JsonNode none = run.json().at("/types/1");
        assertThat(none.path("valid").asBoolean()).isFalse();
        assertThat(none.at("/violations/0/field").asText()).isEqualTo("type");
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(Run.cotgw("type", "a-f-G-Q").out()).doesNotContain("\u001b");
        assertThat(Run.onTerminal("", "type", "a-f-G-Q").out()).contains("\u001b[33munknown here\u001b[39m");
    }
}
