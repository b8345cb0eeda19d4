package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvents;
import org.junit.jupiter.api.Test;

/** The states of a delivery in every order that the network can bring them. */
class DeliveryTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final InetAddress DEVICE = address("10.0.0.7");

    private final Push push = new Push(
            "p1",
            PushRequest.of(CotEvents.marker("well-7", "Well 7", 48.2, 16.4).build())
                    .attach(Path.of("photo.jpg"))
                    .to("10.0.0.7:4242:tcp"),
            InstantSource.fixed(NOW));
    private final Delivery delivery = push.deliveries().get(0);

    @Test
    void isSentWhenItsLastMessageIs() {
        delivery.expect(2);
        SendObserver message = delivery.messageObserver();
        message.sent(NOW.toEpochMilli());
        assertThat(delivery.report().state()).isEqualTo(DeliveryState.QUEUED);
        message.sent(NOW.plusMillis(5).toEpochMilli());

        assertThat(delivery.report().state()).isEqualTo(DeliveryState.SENT);
        assertThat(delivery.report().sentAt()).isEqualTo(NOW.plusMillis(5));
    }

    @Test
    void whatHasNotBeenSentIsCancelledAndStaysSo() {
        delivery.expect(2);
        SendObserver message = delivery.messageObserver();
        message.sent(NOW.toEpochMilli());

        delivery.cancel();
        message.sent(NOW.toEpochMilli());

        assertThat(delivery.report().state()).isEqualTo(DeliveryState.FAILED);
        assertThat(delivery.report().reason()).isEqualTo("cancelled");
        assertThat(push.hasEnded()).isTrue();
    }

    @Test
    void whatHasBeenSentIsNotCancelled() {
        delivery.expect(1);
        delivery.messageObserver().sent(NOW.toEpochMilli());

        delivery.cancel();

        assertThat(delivery.report().state()).isEqualTo(DeliveryState.SENT);
        assertThat(push.hasEnded()).isFalse();
    }

    @Test
    void aFetchMayOvertakeTheWordThatItWasSent() {
        delivery.expect(1);
        delivery.fetched(DEVICE, "ANNA", NOW);
        delivery.messageObserver().sent(NOW.toEpochMilli());

        assertThat(delivery.report().state()).isEqualTo(DeliveryState.FETCHED);
        assertThat(delivery.report().reached(Milestone.SENT)).isTrue();
    }

    @Test
    void aFetchAndAnAcknowledgementOfOneDeviceAreOneReceipt() {
        delivery.fetched(DEVICE, "ANNA", NOW);
        boolean first = delivery.acknowledged(DEVICE, answer("dev-1", true, "ok"), NOW.plusSeconds(1));

        assertThat(first).isTrue();
        assertThat(delivery.report().devices())
                .containsExactly(new DeviceReceipt("10.0.0.7", "ANNA", "dev-1", NOW, NOW.plusSeconds(1), true, "ok"));
        assertThat(delivery.acknowledged(DEVICE, answer("dev-1", true, "ok"), NOW.plusSeconds(2)))
                .isFalse();
    }

    @Test
    void twoDevicesBehindOneEndpointAreTwoReceipts() {
        delivery.acknowledged(DEVICE, answer("dev-1", true, "ok"), NOW);
        delivery.acknowledged(address("10.0.0.8"), answer("dev-2", false, "no"), NOW);

        assertThat(delivery.report().devices()).hasSize(2);
        assertThat(delivery.report().state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(delivery.report().reason()).isEqualTo("ok");
    }

    @Test
    void anAcknowledgementWithoutAFetchCountsAsFetched() {
        delivery.acknowledged(DEVICE, answer("dev-1", true, "File already exists; transfer not needed"), NOW);

        assertThat(delivery.report().reached(Milestone.FETCHED)).isTrue();
        assertThat(delivery.report().fetchedAt()).isNull();
        assertThat(push.report().fetched()).isOne();
        assertThat(push.report().sent()).isOne();
    }

    @Test
    void aRefusalFailsItAndALaterSuccessCorrectsThat() {
        delivery.acknowledged(DEVICE, answer("dev-1", false, "Unable to download"), NOW);
        assertThat(delivery.report().state()).isEqualTo(DeliveryState.FAILED);
        assertThat(delivery.report().reason()).isEqualTo("device: Unable to download");

        delivery.acknowledged(DEVICE, answer("dev-1", true, "File transferred successfully"), NOW.plusSeconds(9));
        assertThat(delivery.report().state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(delivery.report().endedAt()).isNull();
        assertThat(delivery.report().reason()).isEqualTo("File transferred successfully");
    }

    @Test
    void whatIsOutOfTimeExpiresAndWhatCannotBeSentFails() {
        delivery.messageObserver().dropped(DropReason.STALE, "stale; connection refused, 4 attempts");

        assertThat(delivery.report().state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(delivery.report().reason()).isEqualTo("stale; connection refused, 4 attempts");
        assertThat(push.report().failed()).isOne();
    }

    @Test
    void theDeadlineSaysHowFarItHadCome() {
        delivery.expect(1);
        delivery.messageObserver().sent(NOW.toEpochMilli());
        push.expire();

        assertThat(delivery.report().state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(delivery.report().reason()).isEqualTo("sent, but not fetched by the deadline");
        assertThat(push.report().sent()).isOne();
        assertThat(push.report().failed()).isOne();
        assertThat(push.whenSettled(Milestone.ACKNOWLEDGED).toCompletableFuture())
                .isCompletedWithValueMatching(report -> report.failed() == 1);
    }

    @Test
    void theDeadlineSaysWhatTheLastAttemptMet() {
        delivery.messageObserver().attempting(1);
        delivery.messageObserver().retrying("connection refused");
        push.expire();

        assertThat(delivery.report().reason()).isEqualTo("not sent by the deadline: connection refused");
        assertThat(delivery.report().attempts()).isOne();
    }

    @Test
    void whileItIsTriedAgainItSaysWhyTheAttemptBeforeFailed() {
        List<DeliveryReport> told = new ArrayList<>();
        push.watch(told::add);
        delivery.expect(1);
        SendObserver message = delivery.messageObserver();
        message.attempting(1);
        message.retrying("connection refused");
        message.attempting(2);
        message.retrying("no route to host");
        message.attempting(3);
        message.sent(NOW.toEpochMilli());

        assertThat(told)
                .as("as often as something is tried or sent")
                .extracting(DeliveryReport::state, DeliveryReport::attempts, DeliveryReport::reason)
                .containsExactly(
                        tuple(DeliveryState.QUEUED, 1, null),
                        tuple(DeliveryState.QUEUED, 2, "connection refused"),
                        tuple(DeliveryState.QUEUED, 3, "no route to host"),
                        tuple(DeliveryState.SENT, 3, null));
        assertThat(delivery.report()).isEqualTo(told.get(3));
    }

    @Test
    void anAttemptThatNothingIsKnownOfHadNoAnswer() {
        delivery.messageObserver().attempting(1);
        push.expire();

        assertThat(delivery.report().reason()).isEqualTo("not sent by the deadline: no answer");
    }

    @Test
    void anAcknowledgedDeliveryCannotFailAnyMore() {
        delivery.acknowledged(DEVICE, answer("dev-1", true, "ok"), NOW);
        delivery.messageObserver().dropped(DropReason.CLOSED, "closed");
        push.expire();

        assertThat(delivery.report().state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
    }

    @Test
    void lowerMilestonesSettleFirstAndAFailureSettlesAll() {
        assertThat(push.whenSettled(Milestone.SENT).toCompletableFuture()).isNotDone();
        delivery.fetched(DEVICE, null, NOW);
        assertThat(push.whenSettled(Milestone.FETCHED).toCompletableFuture()).isDone();
        assertThat(push.whenSettled(Milestone.ACKNOWLEDGED).toCompletableFuture())
                .isNotDone();
        push.failed(List.of(), "gone");

        assertThat(push.whenSettled(Milestone.ACKNOWLEDGED).toCompletableFuture())
                .isDone();
    }

    private static AckResponse answer(String device, boolean success, String reason) {
        return new AckResponse("p1-0", device, success, null, reason, null, null);
    }

    private static InetAddress address(String literal) {
        return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(literal));
    }
}
