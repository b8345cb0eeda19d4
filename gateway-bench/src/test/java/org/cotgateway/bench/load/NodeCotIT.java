package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.bench.SampleEvents.Kind;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeCotIT {

    /** Where {@code scripts/test} has them installed. */
    static Path packages() {
        Path packages = Path.of("..", "gateway-core", "src", "test", "node").toAbsolutePath();
        assertThat(packages.resolve("node_modules"))
                .as("Node's packages, which scripts/test installs")
                .isDirectory();
        return packages;
    }

    @Test
    void writesAndReadsTheEventsThatOursAreMeasuredWith() throws Exception {
        List<CotEvent> written = SampleEvents.of(Kind.TYPICAL, SampleEvents.USUAL_COUNT);

        try (NodeCot node = new NodeCot(packages(), written, SampleEvents.of(Kind.MIXED, 90))) {
            assertThat(node.writeNs(1)).isPositive();
            assertThat(node.readNs(1)).isPositive();
            assertThat(node.version()).matches("\\d+\\.\\d+\\.\\d+");
        }
    }

    @Test
    void whatItDoesNotWriteAsItWasEndsTheRun() {
        CotEvent mixed = CotEvent.builder()
                .uid("u")
                .type("a-f-G")
                .add(CotElement.named("first").build())
                .add(CotElement.named("second").build())
                .add(CotElement.named("first").build())
                .build();

        assertThatThrownBy(() -> new NodeCot(packages(), List.of(mixed), List.of(mixed)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("node-cot wrote <event");
    }
}
