package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceSettings;
import org.cotgateway.device.Fault;
import org.cotgateway.push.DeliveryState;
import org.cotgateway.push.Milestone;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** How a gateway opens, closes and opens again. */
class GatewayLifeIT extends PushFixture {

    @Test
    void aPushWhoseFilesAreStillBeingPackedEndsWhenTheGatewayCloses() throws Exception {
        Path large = directory.resolve("large.bin");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(200_000_000);
        }
        Push push;
        try (CotGateway gateway = open(GatewaySettings.builder())) {
            push = gateway.push(PushRequest.of(marker())
                    .to("127.50.16.1:4242:tcp")
                    .attach(large)
                    .within(LIMIT));
        }

        assertThat(push.whenSettled(Milestone.SENT).toCompletableFuture()).isDone();
        assertThat(push.report().deliveries().get(0).reason()).isEqualTo("the gateway was closed");
    }

    @Test
    void aContactThatNoDeviceWouldTakeIsRefusedAtTheStart() {
        assertThatThrownBy(() -> open(GatewaySettings.builder().callsign("bell\u0007")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("callsign");
    }

    @Test
    void whatAGatewayThatWasKilledLeftInTheTemporaryDirectoryIsRemoved() throws Exception {
        Path left = Path.of(System.getProperty("java.io.tmpdir"), "cotgw-4000000000-" + System.nanoTime());
        Files.createDirectory(left);
        Files.setLastModifiedTime(left, FileTime.fromMillis(0));
        try (CotGateway gateway = open(GatewaySettings.builder())) {
            Await.until(() -> Files.notExists(left));
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        Push push;
        try (DeviceFleet fleet = fleet("127.50.11.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.NO_ACK));
                CotGateway gateway = open(GatewaySettings.builder())) {
            push = gateway.push(request(fleet).attach(photo).within(LIMIT));
            push.await(Milestone.SENT, LIMIT);
        }
        PushReport report = push.await(Milestone.ACKNOWLEDGED, Duration.ofMillis(1));

        assertThat(push.whenSettled(Milestone.ACKNOWLEDGED).toCompletableFuture())
                .isDone();
        assertThat(report.deliveries().get(0).state()).isEqualTo(DeliveryState.FAILED);
        assertThat(report.deliveries().get(0).reason()).isEqualTo("the gateway was closed");
    }

    @Test
    void aPortInUseIsNamedAndNothingIsLeftOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            Path data = directory.resolve("data");

            assertThatThrownBy(
                            () -> open(GatewaySettings.builder().httpPort(port).dataDirectory(data)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("http.address: cannot listen for HTTP on ")
                    .hasMessageEndingWith(":" + port + ": the address is in use");
            try (CotGateway again = open(GatewaySettings.builder().dataDirectory(data))) {
                assertThat(again.httpAddress().getPort()).isNotEqualTo(port);
            }
        }
    }

    @Test
    void theLedgerAndTheGatewaysUidSurviveARestart() throws Exception {
        Path data = directory.resolve("data");
        try (DeviceFleet fleet = fleet("127.50.13.1", 2)) {
            try (CotGateway gateway = open(GatewaySettings.builder().dataDirectory(data))) {
                gateway.push(request(fleet).attach(photo).within(LIMIT)).await();
            }
            String uid = Files.readString(data.resolve("gateway-uid"));
            try (CotGateway gateway = open(GatewaySettings.builder().dataDirectory(data))) {
                assertThat(gateway.fetches())
                        .hasSize(2)
                        .allSatisfy(fetch -> assertThat(fetch.completed()).isOne());
            }
            assertThat(data.resolve("gateway-uid")).hasContent(uid);
        }
    }
}
