package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the outbox with a slow one that is nothing but its contract, over long random histories. */
class OutboxModelTest {

    private static final int STEPS = 20_000;
    private static final int MAX_EVENTS = 12;
    private static final int MAX_BYTES = 600_000;
    private static final long GAP_MS = 10;
    private static final int UIDS = 8;
    private static final byte[] CONTENT = new byte[512_001];

    private final EventImages images = Gateway.images();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsItsContractSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Counters counters = new Counters();
        WaitingEvents waiting = new WaitingEvents(MAX_EVENTS);
        Outbox outbox = new Outbox(
                new OutboxSettings(MAX_EVENTS, MAX_BYTES, Duration.ofMillis(GAP_MS)), Transport.TCP, waiting, counters);
        Model model = new Model();
        List<String> drops = new ArrayList<>();
        List<OutboundEvent> underWay = new ArrayList<>();
        long nowMs = 1_000;
        for (int step = 0; step < STEPS; step++) {
            nowMs += random.nextInt(8);
            String at = "seed " + seed + " step " + step;
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    OutboundEvent event = randomEvent(random, nowMs, drops, step);
                    OfferOutcome expected = model.offer(event, nowMs);
                    assertThat(outbox.offer(event, WireProtocol.XML, nowMs))
                            .as(at)
                            .isEqualTo(expected);
                }
                case 4, 5, 6 -> {
                    OutboundEvent expected = model.take(nowMs);
                    OutboundEvent taken = outbox.take(WireProtocol.XML, nowMs);
                    assertThat(taken).as(at).isSameAs(expected);
                    if (taken != null) {
                        underWay.add(taken);
                    }
                }
                case 7, 8 -> {
                    if (!underWay.isEmpty()) {
                        OutboundEvent event = underWay.remove(random.nextInt(underWay.size()));
                        int how = random.nextInt(3);
                        if (how == 0) {
                            model.done(event, nowMs);
                            outbox.done(event, nowMs);
                            event.sent(nowMs, outbox.tally());
                        } else {
                            boolean expected = model.comeBack(event, nowMs, how == 1);
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
            drops.clear();
            model.drops.clear();
        }
        outbox.close("over");
        for (OutboundEvent event : underWay) {
            outbox.putBack(event, nowMs);
        }
        assertThat(outbox.bytes()).isZero();
    }

    private OutboundEvent randomEvent(SplittableRandom random, long nowMs, List<String> drops, int step) {
        String uid = "uid-" + random.nextInt(UIDS);
        Priority priority = random.nextInt(3) == 0 ? Priority.URGENT : Priority.ROUTINE;
        long timeMs = nowMs - random.nextInt(20);
        long staleMs = random.nextInt(3) == 0 ? nowMs + random.nextInt(200) - 10 : OutboundEvent.NEVER_MS;
        long deadlineMs = random.nextInt(3) == 0 ? nowMs + random.nextInt(200) - 10 : OutboundEvent.NEVER_MS;
        int bytes = random.nextInt(20) == 0 ? CONTENT.length : random.nextInt(130_000);
        return Gateway.outbound(
                images,
                uid,
                priority,
                timeMs,
                staleMs,
                deadlineMs,
                Unpooled.wrappedBuffer(CONTENT, 0, bytes),
                new SendObserver() {
                    @Override
                    public void dropped(DropReason reason, String why) {
                        drops.add(uid + "@" + timeMs + " " + reason);
                    }
                });
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

        final List<String> drops = new ArrayList<>();
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
            if (kept + 1 > MAX_EVENTS || keptBytes + event.bytes() > MAX_BYTES) {
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
            while (waiting.size() + underWay.size() > MAX_EVENTS || bytes() > MAX_BYTES) {
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

        boolean comeBack(OutboundEvent event, long nowMs, boolean first) {
            underWay.remove(event);
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
            drops.add(event.uid() + "@" + event.timeMs() + " " + reason);
        }
    }
}
