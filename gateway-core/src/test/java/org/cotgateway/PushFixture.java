package org.cotgateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.DeviceSettings;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.device.SimulatedDevice;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway, simulated devices, and a marker with a photo to push to them. */
abstract class PushFixture {

    static final int DEVICE_PORT = 14_242;
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final long SEED = 20_261_121;

    @TempDir
    Path directory;

    Path photo;

    @BeforeEach
    void makePhoto() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(SEED).nextBytes(noise);
        photo = Files.write(directory.resolve("photo.jpg"), noise);
    }

    static CotGateway open(GatewaySettings.Builder settings) throws IOException {
        return CotGateway.open(settings.bind("127.0.0.1").build());
    }

    static CotEvent marker() {
        return CotEvents.marker("well-7", "Well 7", 48.2082, 16.3738).build();
    }

    static FleetSettings settings(String host, int count) {
        return FleetSettings.DEFAULT.withCount(count).withAddress(host, DEVICE_PORT);
    }

    static DeviceFleet fleet(String host, int count) throws IOException {
        return fleet(host, count, DeviceSettings.DEFAULT);
    }

    static DeviceFleet fleet(String host, int count, DeviceSettings device) throws IOException {
        return DeviceFleet.start(settings(host, count).withDevice(device), DeviceObserver.NONE);
    }

    static PushRequest request(DeviceFleet fleet) {
        return PushRequest.of(marker()).to(endpoints(fleet)).contactPort(DEVICE_PORT);
    }

    static String[] endpoints(DeviceFleet fleet) {
        return fleet.devices().stream()
                .map(SimulatedDevice::address)
                .map(address -> address.getHostString() + ":" + address.getPort() + ":tcp")
                .toArray(String[]::new);
    }

    static DeliveryReport of(PushReport report, String endpoint) {
        return report.deliveries().stream()
                .filter(delivery -> delivery.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }
}
