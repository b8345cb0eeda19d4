package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.LatestFilter;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hub by calls, as the program that the gateway is part of makes them. */
class LocalEventsIT {

    private static final int LIMIT_S = 20;

    private final CotGateway gateway;

    LocalEventsIT() throws IOException {
        gateway = CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS);
    }

    private static CotEvent.Builder marker(String uid) {
        return CotEvents.marker(uid, uid, 48, 11);
    }

    private static CotEvent next(BlockingQueue<CotEvent> taken) throws InterruptedException {
        CotEvent event = taken.poll(LIMIT_S, TimeUnit.SECONDS);
        assertThat(event).as("an event within " + LIMIT_S + " s").isNotNull();
        return event;
    }

    @Test
    void whatIsPublishedComesToSubscribersOfItsGroupsThatWantIt() throws Exception {
        BlockingQueue<CotEvent> ships = new LinkedBlockingQueue<>();
        BlockingQueue<CotEvent> all = new LinkedBlockingQueue<>();
        SubscriberSettings ofSensors = SubscriberSettings.DEFAULT
                .groups("sensors")
                .wanted(new Subscription(List.of("a-n-S"), null, Duration.ZERO, null));
        try (Subscriber one = gateway.subscribe(ofSensors, ships::add);
                Subscriber two = gateway.subscribe(SubscriberSettings.DEFAULT, Runnable::run, all::add)) {
            CotEvent ship =
                    marker("ship").type("a-n-S-X").remarks("süß & <fein>").build();
            assertThat(get(gateway.publish(marker("plane").type("a-n-A").build(), Set.of("sensors")))
                            .outcome())
                    .isEqualTo(PublishOutcome.NOBODY);
            assertThat(get(gateway.publish(ship, Set.of("sensors"))).outcome()).isEqualTo(PublishOutcome.ROUTED);
            assertThat(get(gateway.publish(marker("own").build())).isAccepted()).isTrue();
            assertThat(next(ships)).isEqualTo(ship);
            assertThat(next(all).uid()).isEqualTo("own");
            assertThat(get(one.status()).traffic().sentEvents()).isEqualTo(1);
            assertThat(get(two.status()).name()).isEqualTo("subscriber");
        }
        assertThat(ships).isEmpty();
        assertThat(all).isEmpty();
    }

    @Test
    void allViolationsComeBackThoseOfTheGroupsToo() throws Exception {
        Publication refused =
                get(gateway.publish(marker("").point(CotPoint.of(95, 500)).build(), Set.of(" ")));
        assertThat(refused.outcome()).isEqualTo(PublishOutcome.INVALID);
        assertThat(refused.isAccepted()).isFalse();
        assertThat(refused.violations())
                .extracting(Violation::field)
                .contains("event@uid", "point@lat", "point@lon", "group");
        Publication broken =
                get(gateway.publish(marker("x").point(CotPoint.of(95, 0)).build()));
        assertThat(broken.violations()).hasSize(1);
        assertThat(gateway.counters().get(Counter.RECEIVED_INVALID)).isEqualTo(1);
        assertThat(get(gateway.publish(marker("x").type("t-x-c-t").build())).outcome())
                .isEqualTo(PublishOutcome.CONTROL);
    }

    @Test
    void whileTheCallbackIsBusyNewerEventsTakeThePlaceOfOlderOnesAndDropsAreCounted() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        BlockingQueue<CotEvent> taken = new LinkedBlockingQueue<>();
        try (Subscriber slow = gateway.subscribe(SubscriberSettings.DEFAULT.room(10, 512_000), event -> {
            taken.add(event);
            begun.countDown();
            await(goOn);
        })) {
            get(gateway.publish(marker("first").build()));
            await(begun);
            for (int i = 0; i < 5; i++) {
                get(gateway.publish(marker("same").remarks("update " + i).build()));
                // Its audience lets the next of the uid pass after a gap; until then it conflates by itself.
                int sent = i;
                Await.until(() -> get(slow.status()), now -> conflated(now) >= sent);
            }
            for (int i = 0; i < 20; i++) {
                get(gateway.publish(marker("u-" + i).build()));
            }
            Await.until(
                    () -> get(slow.status()),
                    now -> dropped(now) >= 11 && now.queue().waiting() == 10);
            goOn.countDown();
            assertThat(next(taken).uid()).isEqualTo("first");
            List<String> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                others.add(next(taken).uid());
            }
            assertThat(others).contains("u-19").doesNotContain("same", "u-0").doesNotHaveDuplicates();
            assertThat(dropped(get(slow.status()))).isEqualTo(11);
        }
    }

    private static long conflated(ReceiverStatus status) {
        return status.traffic().conflated();
    }

    private static long dropped(ReceiverStatus status) {
        return status.traffic().dropped().getOrDefault(DropReason.FULL, 0L);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws checked exceptions, too, as other languages of the Java machine and code that others generate do. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void fail(Throwable bug) throws E {
        throw (E) bug;
    }

    private static Stream<Throwable> bugs() {
        return Stream.of(
                new IllegalStateException("a bug of the embedder"),
                new AssertionError("a bug of the embedder, too"),
                new IOException("what no callback may throw by its signature"));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aCallbackThatFailsGetsTheNextEventAllTheSame(Throwable bug) throws Exception {
        BlockingQueue<CotEvent> taken = new LinkedBlockingQueue<>();
        try (Subscriber failing = gateway.subscribe(SubscriberSettings.DEFAULT, event -> {
            taken.add(event);
            LocalEventsIT.<RuntimeException>fail(bug);
        })) {
            get(gateway.publish(marker("a").build()));
            assertThat(next(taken).uid()).isEqualTo("a");
            get(gateway.publish(marker("b").build()));
            assertThat(next(taken).uid()).isEqualTo("b");
            assertThat(get(failing.status()).state()).isEqualTo("connected");
        }
    }

    @Test
    void afterItsEndNothingComesAndTheGatewayForgetsIt() throws Exception {
        BlockingQueue<CotEvent> taken = new LinkedBlockingQueue<>();
        Subscriber subscriber = gateway.subscribe(SubscriberSettings.DEFAULT.name("display"), taken::add);
        assertThat(get(gateway.status()).receivers())
                .extracting(entry -> entry.status().name())
                .containsExactly("display");
        subscriber.close();
        subscriber.close();
        assertThat(get(gateway.publish(marker("late").build())).outcome()).isEqualTo(PublishOutcome.NOBODY);
        assertThat(taken).isEmpty();
        assertThat(get(gateway.status()).receivers()).isEmpty();
    }

    @Test
    void theLatestOfEachIsFoundAndADeleteGoesToWhomItWasPublishedTo() throws Exception {
        BlockingQueue<CotEvent> taken = new LinkedBlockingQueue<>();
        try (Subscriber subscriber =
                gateway.subscribe(SubscriberSettings.DEFAULT.groups("blue"), Runnable::run, taken::add)) {
            get(gateway.publish(marker("a").remarks("1").build(), Set.of("blue")));
            CotEvent newest = marker("a").remarks("2").build();
            get(gateway.publish(newest, Set.of("blue")));
            get(gateway.publish(marker("b").type("a-h-G").build()));
            assertThat(get(gateway.latest(LatestFilter.ALL)))
                    .extracting(CotEvent::uid)
                    .containsExactlyInAnyOrder("a", "b");
            assertThat(get(gateway.latest(LatestFilter.ALL.groups("blue")))).containsExactly(newest);
            assertThat(get(gateway.delete("nobody")).outcome()).isEqualTo(PublishOutcome.UNKNOWN);
            assertThat(get(gateway.delete("a")).outcome()).isEqualTo(PublishOutcome.ROUTED);
            assertThat(get(gateway.latest(LatestFilter.ALL)))
                    .extracting(CotEvent::uid)
                    .containsExactly("b");
            CotEvent last = next(taken);
            while (!last.type().equals(EventSummary.DELETE_TYPE)) {
                last = next(taken);
            }
            assertThat(EventSummary.of(last).linkUid()).isEqualTo("a");
            assertThat(last.detail().element("__forcedelete")).isPresent();
            assertThat(get(subscriber.status()).queue().events()).isZero();
        }
    }

    @Test
    void manyLatestEventsComeInPartsOfTheLoop() throws Exception {
        List<CompletionStage<Publication>> published = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            published.add(gateway.publish(marker("u-" + i).build()));
        }
        for (CompletionStage<Publication> each : published) {
            assertThat(get(each).isAccepted()).isTrue();
        }
        assertThat(get(gateway.latest(LatestFilter.ALL)))
                .extracting(CotEvent::uid)
                .hasSize(1_000)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsWrongWithSettingsAndFiltersIsSaidAtOnce() {
        SubscriberSettings wrong = SubscriberSettings.DEFAULT
                .groups("")
                .wanted(new Subscription(List.of("*"), null, Duration.ofSeconds(-1), null));
        assertThat(wrong.check()).hasSizeGreaterThanOrEqualTo(3);
        assertThatThrownBy(() -> gateway.subscribe(wrong, event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("groups")
                .hasMessageContaining("minInterval");
        assertThatThrownBy(() -> gateway.latest(LatestFilter.ALL.types("*")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SubscriberSettings.DEFAULT.room(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedGatewaySaysSo() throws Exception {
        Subscriber subscriber = gateway.subscribe(SubscriberSettings.DEFAULT, event -> {});
        gateway.close();
        subscriber.close();
        assertThat(get(gateway.publish(marker("a").build())).outcome()).isEqualTo(PublishOutcome.STOPPING);
        for (CompletionStage<?> asked : List.of(gateway.status(), gateway.feeds(), subscriber.status())) {
            assertThatThrownBy(() -> get(asked)).isInstanceOf(ExecutionException.class);
        }
        assertThatThrownBy(() -> get(gateway.latest(LatestFilter.ALL))).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> gateway.subscribe(SubscriberSettings.DEFAULT, event -> {}))
                .isInstanceOf(IllegalStateException.class);
    }
}
