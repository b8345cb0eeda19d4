package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the outbox with a slow one that is nothing but its contract, over long random histories. */
class OutboxModelTest {

    private static final int STEPS = 20_000;
    private static final int MAX_EVENTS = 12;
    private static final int MAX_BYTES = 600_000;
    private static final int MANY = 10;
    private static final int EBB_STEPS = 500;
    private static final long GAP_MS = 10;
    private static final int UIDS = 8;
    private static final long NEVER_STALE_MS = 10_000_000;
    private static final byte[] CONTENT = new byte[512_001];

    private final EventImages images = Gateway.images();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsItsContractSays(long seed) {
        behavesAsItsContractSays(seed, STEPS, 1);
    }

    /** By turns it comes to hold much and little. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void behavesSoWithManyEvents(long seed) {
        behavesAsItsContractSays(seed, STEPS / 4, MANY);
    }

    private void behavesAsItsContractSays(long seed, int steps, int times) {
        SplittableRandom random = new SplittableRandom(seed);
        Counters counters = new Counters();
        int maxEvents = times * MAX_EVENTS;
        WaitingEvents waiting = new WaitingEvents(maxEvents);
        Outbox outbox = new Outbox(
                new OutboxSettings(maxEvents, times * MAX_BYTES, Duration.ofMillis(GAP_MS)),
                Transport.TCP,
                waiting,
                counters);
        Model model = new Model(maxEvents, times * MAX_BYTES);
        List<String> drops = new ArrayList<>();
        List<UnderWay> underWay = new ArrayList<>();
        long nowMs = 1_000;
        for (int step = 0; step < steps; step++) {
            nowMs += random.nextInt(8);
            String at = "seed " + seed + " step " + step;
            boolean ebbs = times > 1 && step / EBB_STEPS % 2 == 1;
            switch (ebbs ? random.nextInt(3, 10) : random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    OutboundEvent event = randomEvent(random, times * UIDS, nowMs, drops);
                    OfferOutcome expected = model.offer(event, nowMs);
                    assertThat(outbox.offer(event, WireProtocol.XML, nowMs))
                            .as(at)
                            .isEqualTo(expected);
                }
                case 4, 5, 6 -> {
                    OutboundEvent expected = model.take(nowMs);
                    OutboundEvent taken = outbox.take(WireProtocol.XML, nowMs);
                    assertThat(taken == null).as(at).isEqualTo(expected == null);
                    if (taken != null && expected != null) {
                        assertThat(describe(taken)).as(at).isEqualTo(describe(expected));
                        assertThat(taken.image()).as(at).isSameAs(expected.image());
                        underWay.add(new UnderWay(taken, expected));
                    }
                }
                case 7, 8 -> {
                    if (!underWay.isEmpty()) {
                        UnderWay one = underWay.remove(random.nextInt(underWay.size()));
                        OutboundEvent event = one.taken();
                        int how = random.nextInt(3);
                        if (how == 0) {
                            model.done(one.expected(), nowMs);
                            outbox.done(event, nowMs);
                            event.sent(nowMs, outbox.tally());
                        } else {
                            boolean expected = model.comeBack(one, nowMs, how == 1);
                            boolean kept = how == 1 ? outbox.putBack(event, nowMs) : outbox.retryLater(event, nowMs);
                            assertThat(kept).as(at).isEqualTo(expected);
                        }
                    }
                }
                default -> {
                    model.expire(nowMs);
                    outbox.expire(nowMs);
                }
            }
            assertThat(drops).as(at).containsExactlyInAnyOrderElementsOf(model.drops);
            assertThat(outbox.waiting()).as(at).isEqualTo(model.waiting.size());
            assertThat(waiting.events()).as(at).isEqualTo(outbox.waiting() + outbox.underWay());
            assertThat(outbox.underWay()).as(at).isEqualTo(underWay.size());
            assertThat(outbox.bytes()).as(at).isEqualTo(model.bytes());
            for (DropReason reason : DropReason.values()) {
                assertThat(counters.get(reason.counter()))
                        .as("%s: %s", at, reason)
                        .isEqualTo(model.dropped.getOrDefault(reason.counter(), 0L));
            }
            drops.clear();
            model.drops.clear();
        }
        outbox.close("over");
        for (UnderWay one : underWay) {
            outbox.putBack(one.taken(), nowMs);
        }
        assertThat(outbox.bytes()).isZero();
    }

    /** An event as it was taken, and the one that the model has in its place, which an outbox need not keep. */
    private record UnderWay(OutboundEvent taken, OutboundEvent expected) {}

    private static String describe(OutboundEvent event) {
        return event.uid() + "@" + event.timeMs() + " " + event.priority() + " until " + event.expiresMs() + ", "
                + event.bytes() + " bytes, " + event.edition();
    }

    /** One in three has nobody who is told what becomes of it. */
    private OutboundEvent randomEvent(SplittableRandom random, int uids, long nowMs, List<String> drops) {
        String uid = "uid-" + random.nextInt(uids);
        boolean urgent = random.nextInt(3) == 0;
        long timeMs = nowMs - random.nextInt(20);
        long staleMs = nowMs + (random.nextInt(3) == 0 ? random.nextInt(200) - 10 : NEVER_STALE_MS);
        long deadlineMs = random.nextInt(3) == 0 ? nowMs + random.nextInt(200) - 10 : OutboundEvent.NEVER_MS;
        int bytes = random.nextInt(20) == 0 ? CONTENT.length : random.nextInt(130_000);
        boolean plain = random.nextInt(3) == 0;
        CotEvent event = CotEvent.builder()
                .uid(uid)
                .type(urgent ? "b-t-f" : "a-f-G")
                .how("m-g")
                .time(Instant.ofEpochMilli(timeMs))
                .start(Instant.ofEpochMilli(timeMs))
                .stale(Instant.ofEpochMilli(staleMs))
                .build();
        EventImage image = images.received(Unpooled.wrappedBuffer(CONTENT, 0, bytes), EventSummary.of(event), null);
        try {
            return plain
                    ? OutboundEvent.of(
                            image,
                            random.nextBoolean() ? Edition.PLAIN : Edition.CLIENT,
                            OutboundEvent.NEVER_MS,
                            SendObserver.NONE)
                    : OutboundEvent.of(image, Edition.PLAIN, deadlineMs, new SendObserver() {
                        @Override
                        public void dropped(DropReason reason, String why) {
                            drops.add(uid + "@" + timeMs + " " + reason);
                        }
                    });
        } finally {
            image.release();
        }
    }

    /** Everything in lists, every question answered by looking at all of them. */
    private static final class Model {

        /** A waiting event; {@code place} is its uid's turn, {@code age} its own. */
        private static final class Waiting {
            final OutboundEvent event;
            long age;

            Waiting(OutboundEvent event, long age) {
                this.event = event;
                this.age = age;
            }
        }

        /** Of those that somebody is told of. */
        final List<String> drops = new ArrayList<>();
        /** All of them. */
        final Map<Counter, Long> dropped = new EnumMap<>(Counter.class);

        final List<Waiting> waiting = new ArrayList<>();
        private final List<OutboundEvent> underWay = new ArrayList<>();
        private final Map<String, Long> restUntil = new LinkedHashMap<>();
        /** The uids that there is anything about, in the order of their first offers, with the newest time of routine ones. */
        private final Map<String, Long> newest = new LinkedHashMap<>();
        /** When each unblocked uid with waiting events got its turn, and in which of the two lines. */
        private final Map<String, Long> turn = new HashMap<>();

        private final Map<String, Priority> line = new HashMap<>();
        private long sequence;
        private long frontSequence = -1;
        private final int maxEvents;
        private final int maxBytes;

        Model(int maxEvents, int maxBytes) {
            this.maxEvents = maxEvents;
            this.maxBytes = maxBytes;
        }

        OfferOutcome offer(OutboundEvent event, long nowMs) {
            if (event.bytes() > 512_000) {
                return refuse(event, DropReason.TOO_LARGE, OfferOutcome.TOO_LARGE);
            }
            DropReason expired = event.expired(nowMs);
            if (expired != null) {
                drop(event, expired);
                return OfferOutcome.valueOf(expired.name());
            }
            boolean routine = event.priority() == Priority.ROUTINE;
            if (routine && newest.getOrDefault(event.uid(), Long.MIN_VALUE) > event.timeMs()) {
                return refuse(event, DropReason.CONFLATED, OfferOutcome.SUPERSEDED);
            }
            long keptBytes = underWay.stream().mapToLong(OutboundEvent::bytes).sum();
            int kept = underWay.size();
            for (Waiting other : waiting) {
                if (other.event.priority() == Priority.URGENT) {
                    keptBytes += other.event.bytes();
                    kept++;
                }
            }
            if (kept + 1 > maxEvents || keptBytes + event.bytes() > maxBytes) {
                return refuse(event, DropReason.FULL, OfferOutcome.FULL);
            }
            Waiting old = routineOf(event.uid());
            if (old != null && routine && old.event.timeMs() > event.timeMs()) {
                old = null;
            }
            newest.merge(event.uid(), routine ? event.timeMs() : Long.MIN_VALUE, Math::max);
            if (old != null) {
                waiting.remove(old);
                drop(old.event, DropReason.CONFLATED);
            }
            Waiting added = new Waiting(event, old != null && routine ? old.age : sequence++);
            waiting.add(added);
            settle(event.uid(), false);
            while (waiting.size() + underWay.size() > maxEvents || bytes() > maxBytes) {
                Waiting oldest = waiting.stream()
                        .filter(other -> other.event.priority() == Priority.ROUTINE)
                        .filter(other -> other.event != event)
                        .min(Comparator.comparingLong(other -> other.age))
                        .orElseThrow();
                waiting.remove(oldest);
                drop(oldest.event, DropReason.FULL);
                settle(oldest.event.uid(), false);
            }
            return old == null ? OfferOutcome.QUEUED : OfferOutcome.REPLACED;
        }

        @Nullable
        OutboundEvent take(long nowMs) {
            wake(nowMs);
            while (true) {
                String next = turn.keySet().stream()
                        .min(Comparator.comparing((String uid) -> line.get(uid)).thenComparing(turn::get))
                        .orElse(null);
                if (next == null) {
                    return null;
                }
                Waiting first = waiting.stream()
                        .filter(other -> other.event.uid().equals(next))
                        .min(Comparator.comparing((Waiting other) -> other.event.priority())
                                .thenComparing(other -> other.age))
                        .orElseThrow();
                waiting.remove(first);
                turn.remove(next);
                line.remove(next);
                DropReason expired = first.event.expired(nowMs);
                if (expired == null) {
                    underWay.add(first.event);
                    return first.event;
                }
                drop(first.event, expired);
                settle(next, false);
            }
        }

        void done(OutboundEvent event, long nowMs) {
            underWay.remove(event);
            restUntil.put(event.uid(), nowMs + GAP_MS);
        }

        boolean comeBack(UnderWay one, long nowMs, boolean first) {
            underWay.remove(one.expected());
            OutboundEvent event = one.taken();
            DropReason over = event.expired(nowMs);
            boolean newerWaits =
                    waiting.stream().anyMatch(other -> other.event.uid().equals(event.uid()));
            if (over == null && event.priority() == Priority.ROUTINE && newerWaits) {
                over = DropReason.CONFLATED;
            }
            if (over != null) {
                drop(event, over);
                settle(event.uid(), false);
                return false;
            }
            waiting.add(new Waiting(event, frontSequence--));
            settle(event.uid(), first);
            return true;
        }

        void expire(long nowMs) {
            for (Waiting other : List.copyOf(waiting)) {
                DropReason expired = other.event.expired(nowMs);
                if (expired != null) {
                    waiting.remove(other);
                    drop(other.event, expired);
                }
            }
            for (String uid : List.copyOf(newest.keySet())) {
                settle(uid, false);
            }
        }

        long bytes() {
            return waiting.stream().mapToLong(other -> other.event.bytes()).sum()
                    + underWay.stream().mapToLong(OutboundEvent::bytes).sum();
        }

        private void wake(long nowMs) {
            restUntil.entrySet().stream()
                    .filter(entry -> entry.getValue() <= nowMs)
                    .sorted(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(uid -> {
                        restUntil.remove(uid);
                        settle(uid, false);
                    });
        }

        /** Gives the uid its turn if it has something that may leave, and keeps the turn that it has. */
        private void settle(String uid, boolean first) {
            boolean blocked = restUntil.containsKey(uid)
                    || underWay.stream().anyMatch(event -> event.uid().equals(uid));
            Priority best = waiting.stream()
                    .map(other -> other.event)
                    .filter(event -> event.uid().equals(uid))
                    .map(OutboundEvent::priority)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            if (blocked || best == null) {
                turn.remove(uid);
                line.remove(uid);
                if (!blocked) {
                    newest.remove(uid);
                }
            } else if (line.get(uid) != best) {
                line.put(uid, best);
                turn.put(uid, first ? frontSequence-- : sequence++);
            }
        }

        private @Nullable Waiting routineOf(String uid) {
            return waiting.stream()
                    .filter(other -> other.event.uid().equals(uid) && other.event.priority() == Priority.ROUTINE)
                    .findFirst()
                    .orElse(null);
        }

        private OfferOutcome refuse(OutboundEvent event, DropReason reason, OfferOutcome outcome) {
            drop(event, reason);
            return outcome;
        }

        private void drop(OutboundEvent event, DropReason reason) {
            dropped.merge(reason.counter(), 1L, Long::sum);
            if (!event.isPlain()) {
                drops.add(event.uid() + "@" + event.timeMs() + " " + reason);
            }
        }
    }
}
