package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.device.SimulatedDevice;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java example, compiled and run. */
class ReadmeExampleIT {

    @TempDir
    private Path directory;

    @Test
    void theExampleDeliversAndTheReadmeShowsJustThat() throws Exception {
        Path photo = Files.write(directory.resolve("well.jpg"), new byte[5_000]);
        FleetSettings two = FleetSettings.DEFAULT.withCount(2).withAddress("127.52.0.1", 4242);
        try (DeviceFleet fleet = DeviceFleet.start(two, DeviceObserver.NONE)) {
            PushReport report = push(photo, "127.52.0.1:4242:tcp", "127.52.0.2:4242:tcp");

            assertThat(report.isComplete()).isTrue();
            assertThat(fleet.devices())
                    .extracting(SimulatedDevice::tally)
                    .allSatisfy(tally -> assertThat(tally.taken()).isOne());
        }
        assertThat(exampleOf(Path.of("../README.md"), "```java", "```"))
                .isNotEmpty()
                .isEqualTo(exampleOf(
                        Path.of("src/test/java/org/cotgateway/ReadmeExampleIT.java"), "// README", "// END README"));
    }

    private static PushReport push(Path photo, String anna, String ben) throws Exception {
        // README
        try (CotGateway gateway = CotGateway.open()) {
            CotEvent marker = CotEvents.marker("well-7", "Well 7", 48.2082, 16.3738)
                    .add(Remarks.of("Pump out of order"))
                    .build();
            PushReport report = gateway.push(
                            PushRequest.of(marker).attach(photo).to(anna, ben).within(Duration.ofSeconds(30)))
                    .await();
            report.deliveries().forEach(d -> System.out.println(d.endpoint() + " " + d.state() + " " + d.reason()));
            // END README
            return report;
        }
    }

    private static List<String> exampleOf(Path file, String from, String to) throws Exception {
        List<String> lines =
                Files.readAllLines(file).stream().map(String::strip).toList();
        int first = lines.indexOf(from);
        int last = first + 1;
        while (first >= 0 && !lines.get(last).equals(to)) {
            last++;
        }
        return lines.subList(first + 1, last).stream()
                .filter(line -> !line.equals("}"))
                .toList();
    }
}
