package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayProcessTest {

    @Test
    void findsThePortInWhatAProgramPrints() throws Exception {
        assertThat(RelayProcess.ports("40123").path("stream").intValue()).isEqualTo(40_123);
    }

    @Test
    void findsThePortForStreamsInWhatTheGatewayPrints() throws Exception {
        JsonNode ports = RelayProcess.ports("{\"stream\":40123,\"direct\":40124,\"http\":40125,\"tls\":null}");

        assertThat(ports.path("stream").intValue()).isEqualTo(40_123);
        assertThat(ports.path("http").intValue()).isEqualTo(40_125);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "0",
                "65536",
                "1.5",
                "{}",
                "{\"stream\":null}",
                "{\"stream\":\"1\"}",
                "{\"direct\":1}",
                "["
            })
    void saysWhatWasPrintedInsteadOfAPort(String line) {
        assertThatThrownBy(() -> RelayProcess.ports(line))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"" + line + "\"");
    }

    @Test
    void aProgramThatEndsAtOnceDidNotStart() {
        assertThatThrownBy(() -> RelayProcess.program(Path.of("/bin/true")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("true did not start");
    }
}
