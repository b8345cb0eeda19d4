package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.DeviceSettings;
import org.cotgateway.device.Fault;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.DeliveryState;
import org.cotgateway.push.Milestone;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushRefusedException;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.cotgateway.push.PushSettings;
import org.cotgateway.push.PushStyle;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole gateway against simulated devices and plain sockets, on loopback. */
class CotGatewayIT extends PushFixture {

    @ParameterizedTest
    @EnumSource(PushStyle.class)
    void everyDeviceGetsTheMarkerFetchesTheRightPackageAndAcknowledges(PushStyle style) throws Exception {
        try (DeviceFleet fleet = fleet("127.50.0.1", 20);
                CotGateway gateway = open(GatewaySettings.builder())) {
            Push push = gateway.push(request(fleet).attach(photo).style(style).within(LIMIT));
            PushReport report = push.await();

            assertThat(report.deliveries()).allSatisfy(delivery -> {
                assertThat(delivery.state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
                assertThat(delivery.reason()).isEqualTo("File transferred successfully");
                assertThat(delivery.queuedAt()).isBeforeOrEqualTo(delivery.sentAt());
                assertThat(delivery.devices()).hasSize(1);
                assertThat(delivery.endpoint())
                        .startsWith(delivery.devices().get(0).address());
            });
            assertThat(report.isComplete()).isTrue();
            assertThat(report.acknowledged()).isEqualTo(20);
            assertThat(report.failed()).isZero();
            assertThat(fleet.devices())
                    .allSatisfy(device -> assertThat(device.tally().taken()).isOne());
            long packageBytes =
                    java.util.Objects.requireNonNull(report.dataPackage()).sizeBytes();
            assertThat(gateway.fetches()).hasSize(20).allSatisfy(fetch -> {
                assertThat(fetch.completed()).isOne();
                assertThat(fetch.bytes()).isEqualTo(packageBytes);
            });
            assertThat(gateway.counters().get(Counter.ACKS_UNSOLICITED)).isZero();
        }
    }

    @Test
    void anEventWithoutFilesIsDoneWhenItIsSent() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.1.1", 3);
                CotGateway gateway = open(GatewaySettings.builder())) {
            PushReport report = gateway.push(request(fleet).within(LIMIT)).await();

            assertThat(report.awaited()).isEqualTo(Milestone.SENT);
            assertThat(report.sent()).isEqualTo(3);
            assertThat(report.isComplete()).isTrue();
            assertThat(report.dataPackage()).isNull();
        }
    }

    @Test
    void badEndpointsAmong300GoodOnesFailWithTheirReasonAndHarmNobody() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.2.1", 300);
                DeviceFleet resetting = fleet("127.50.20.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.RESET));
                ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getByName("127.50.21.1"));
                Socket fillsTheBacklog = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                Socket fillsItToo = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                CotGateway gateway = open(GatewaySettings.builder())) {
            assertThat(fillsTheBacklog.isConnected() && fillsItToo.isConnected())
                    .isTrue();
            String refused = "127.50.22.1:9:tcp";
            String never = "127.50.21.1:" + deaf.getLocalPort() + ":tcp";
            String unknown = "nobody.invalid:4242:tcp";
            String unreachable = "255.255.255.255:4242:tcp";
            String resets = endpoints(resetting)[0];
            Push push = gateway.push(PushRequest.of(marker())
                    .to(refused, never, unknown, unreachable, resets)
                    .to(endpoints(fleet))
                    .attach(photo)
                    .contactPort(DEVICE_PORT)
                    .within(Duration.ofSeconds(15)));
            PushReport report = push.await();

            assertThat(report.acknowledged()).isEqualTo(300);
            assertThat(report.failed()).isEqualTo(5);
            assertThat(of(report, refused).reason()).contains("connection refused");
            assertThat(of(report, refused).attempts()).isGreaterThan(1);
            assertThat(of(report, never).reason()).contains("no answer");
            assertThat(of(report, unknown).reason()).contains("nobody.invalid");
            assertThat(of(report, unreachable).reason()).contains("no route to host");
            assertThat(of(report, resets).reason()).contains("reset");
            assertThat(report.deliveries().subList(0, 5))
                    .extracting(DeliveryReport::state)
                    .containsExactly(
                            DeliveryState.EXPIRED,
                            DeliveryState.EXPIRED,
                            DeliveryState.FAILED,
                            DeliveryState.EXPIRED,
                            DeliveryState.EXPIRED);
            assertThat(report.isComplete()).isFalse();
        }
    }

    @Test
    void aDeviceThatRefusesFilesFailsWithItsOwnWords() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.4.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.NO_FETCH));
                CotGateway gateway = open(GatewaySettings.builder())) {
            PushReport report =
                    gateway.push(request(fleet).attach(photo).within(LIMIT)).await();

            assertThat(report.deliveries().get(0).state()).isEqualTo(DeliveryState.FAILED);
            assertThat(report.deliveries().get(0).reason()).isEqualTo("device: File transfers disabled");
            assertThat(report.sent()).isOne();
            assertThat(report.fetched()).isZero();
        }
    }

    @Test
    void aDeviceThatNeverAcknowledgesIsKnownToHaveFetched() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.5.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.NO_ACK));
                CotGateway gateway = open(GatewaySettings.builder())) {
            PushReport report = gateway.push(request(fleet).attach(photo).within(Duration.ofSeconds(2)))
                    .await();

            assertThat(report.fetched()).isOne();
            assertThat(report.acknowledged()).isZero();
            assertThat(report.deliveries().get(0).state()).isEqualTo(DeliveryState.EXPIRED);
            assertThat(report.deliveries().get(0).reason())
                    .startsWith("fetched, but not acknowledged by the deadline; a device answers only whom it knows");
        }
    }

    @Test
    void anAcknowledgementThatNobodyAskedForIsCountedAndNotBelieved() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.6.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.NO_ACK));
                CotGateway gateway = open(GatewaySettings.builder())) {
            Push push = gateway.push(request(fleet).attach(photo).within(LIMIT));
            push.await(Milestone.FETCHED, LIMIT);
            sendAck(gateway, "somebody-elses-request");
            sendAck(gateway, "");
            Await.until(() -> gateway.counters().get(Counter.ACKS_UNSOLICITED) == 2);

            assertThat(push.report().acknowledged()).isZero();
            assertThat(gateway.counters().get(Counter.ACKS_MATCHED)).isZero();
        }
    }

    @Test
    void devicesBehindOneAddressAreToldApart() throws Exception {
        try (DeviceFleet first = DeviceFleet.start(
                        settings("127.50.7.1", 1).withAddress("127.50.7.1", 15_001), DeviceObserver.NONE);
                DeviceFleet second = DeviceFleet.start(
                        settings("127.50.7.1", 1)
                                .withAddress("127.50.7.1", 15_002)
                                .withDevice(DeviceSettings.DEFAULT.withFaults(Fault.NO_FETCH)),
                        DeviceObserver.NONE);
                CotGateway gateway = open(GatewaySettings.builder())) {
            // The contact goes to one port only, so the second device learns of the gateway by its own push.
            Push one = gateway.push(PushRequest.of(marker())
                    .to(endpoints(first))
                    .attach(photo)
                    .contactPort(15_001)
                    .within(LIMIT));
            Push two = gateway.push(PushRequest.of(marker())
                    .to(endpoints(second))
                    .attach(photo)
                    .contactPort(15_002)
                    .within(LIMIT));

            assertThat(one.await().acknowledged()).isOne();
            assertThat(two.await().deliveries().get(0).state()).isEqualTo(DeliveryState.FAILED);
        }
    }

    @Test
    void theWordOfADeviceThatComesAfterTheDeadlineStillCounts() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.8.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.SLOW));
                CotGateway gateway = open(GatewaySettings.builder())) {
            Push push = gateway.push(request(fleet).attach(photo).within(Duration.ofSeconds(1)));

            assertThat(push.await().deliveries().get(0).state()).isEqualTo(DeliveryState.EXPIRED);
            Await.until(() -> push.report().acknowledged() == 1);
            assertThat(push.report().deliveries().get(0).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(push.report().failed()).isZero();
        }
    }

    @Test
    void aMissingAttachmentFailsThePushAndIsNamed() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.9.1", 2);
                CotGateway gateway = open(GatewaySettings.builder())) {
            PushReport report = gateway.push(request(fleet)
                            .attach(directory.resolve("gone.jpg"), directory)
                            .within(LIMIT))
                    .await();

            assertThat(report.failed()).isEqualTo(2);
            assertThat(report.problems())
                    .extracting(Violation::toString)
                    .anySatisfy(problem -> assertThat(problem).contains("gone.jpg"));
            assertThat(report.problems()).hasSize(2);
            assertThat(fleet.devices())
                    .allSatisfy(device -> assertThat(device.tally().events()).isZero());
        }
    }

    @Test
    void aRequestIsRefusedWithAllThatIsWrongWithIt() throws Exception {
        try (CotGateway gateway = open(GatewaySettings.builder())) {
            CotEvent bad =
                    marker().toBuilder().uid("").point(CotPoint.of(91, 181)).build();

            assertThatThrownBy(() -> gateway.push(PushRequest.of(bad)
                            .within(Duration.ZERO)
                            .contactPort(0)
                            .await(Milestone.FETCHED)))
                    .isInstanceOfSatisfying(PushRefusedException.class, refused -> {
                        assertThat(refused.why()).isEqualTo(PushRefusedException.Why.INVALID);
                        assertThat(refused.violations())
                                .extracting(Violation::field)
                                .containsExactlyInAnyOrder(
                                        "event@uid",
                                        "point@lat",
                                        "point@lon",
                                        "endpoints",
                                        "timeout",
                                        "contactPort",
                                        "await");
                    });
        }
    }

    @Test
    void aCallerThatOutrunsTheGatewayIsTold() throws Exception {
        GatewaySettings.Builder small =
                GatewaySettings.builder().push(new PushSettings(2, 100_000, 10, 1 << 20, Duration.ofSeconds(5)));
        try (DeviceFleet deaf = fleet("127.50.10.1", 2, DeviceSettings.DEFAULT.withFaults(Fault.NO_ACK));
                CotGateway gateway = open(small)) {
            Push first = gateway.push(request(deaf).attach(photo).within(Duration.ofSeconds(2)));

            assertThatThrownBy(() -> gateway.push(request(deaf)))
                    .isInstanceOfSatisfying(
                            PushRefusedException.class,
                            refused -> assertThat(refused.why()).isEqualTo(PushRefusedException.Why.BUSY));
            first.await();
            assertThat(gateway.push(request(deaf).within(LIMIT)).await().isComplete())
                    .isTrue();
        }
    }

    @Test
    void aPushThatAwaitsLessGoesOnUntilEveryDeviceHasAnswered() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.14.1", 3);
                CotGateway gateway = open(GatewaySettings.builder())) {
            Push push = gateway.push(
                    request(fleet).attach(photo).await(Milestone.SENT).within(LIMIT));
            assertThat(push.await().isComplete()).isTrue();

            assertThat(push.await(Milestone.ACKNOWLEDGED, LIMIT).acknowledged()).isEqualTo(3);
        }
    }

    @Test
    void everyMilestoneIsSettledAtTheDeadlineAtTheLatest() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.15.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.NO_ACK));
                CotGateway gateway = open(GatewaySettings.builder())) {
            Push push = gateway.push(
                    request(fleet).attach(photo).await(Milestone.SENT).within(Duration.ofSeconds(1)));
            PushReport atTheEnd = push.await(Milestone.ACKNOWLEDGED, LIMIT);

            assertThat(push.whenSettled(Milestone.ACKNOWLEDGED).toCompletableFuture())
                    .isDone();
            assertThat(atTheEnd.failed()).isZero();
            assertThat(atTheEnd.deliveries().get(0).state()).isEqualTo(DeliveryState.FETCHED);
        }
    }

    @Test
    void whoWatchesSeesEveryStateInOrder() throws Exception {
        try (DeviceFleet fleet = fleet("127.50.12.1", 1);
                CotGateway gateway = open(GatewaySettings.builder())) {
            List<DeliveryState> seen = new CopyOnWriteArrayList<>();
            Push push = gateway.push(request(fleet).attach(photo).within(LIMIT));
            push.watch(delivery -> seen.add(delivery.state()));
            push.await();

            assertThat(seen).isSorted().contains(DeliveryState.FETCHED).endsWith(DeliveryState.ACKNOWLEDGED);
        }
    }

    private static void sendAck(CotGateway gateway, String requestUid) throws IOException {
        String ack = "<event version='2.0' uid='ack-1' type='b-f-t-a' how='m-g' time='2026-01-01T00:00:00Z'"
                + " start='2026-01-01T00:00:00Z' stale='2030-01-01T00:00:00Z'>"
                + "<point lat='0' lon='0' hae='0' ce='9999999' le='9999999'/><detail><ackresponse uid='" + requestUid
                + "' senderUid='liar' success='true' reason='File transferred successfully'/></detail></event>";
        try (Socket socket = new Socket(
                gateway.directAddress().getAddress(), gateway.directAddress().getPort())) {
            socket.getOutputStream().write(ack.getBytes(StandardCharsets.UTF_8));
        }
    }
}
