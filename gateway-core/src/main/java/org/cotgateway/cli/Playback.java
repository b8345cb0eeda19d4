package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Priority;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.EventSummary;
import org.cotgateway.recording.RecordingEntry;
import org.cotgateway.recording.Replay;
import org.cotgateway.recording.ReplayEdit;
import org.jspecify.annotations.Nullable;

/** Sends what is played to every target, and counts. Loop-only, except where it says otherwise. */
final class Playback implements Replay.Player {

    /** Events under way to the target that is done first, when nothing but the targets sets the pace. */
    private static final int MAX_UNDER_WAY = 500;

    private final EndpointSenders senders;
    private final EventImages images;
    private final List<ReplayTarget> targets;
    private final ReplayEdit edit;
    private final boolean flatOut;
    private final InstantSource clock;
    private final Consumer<String> trouble;
    private final CountDownLatch ended = new CountDownLatch(1);

    private long played;
    private long broken;
    private long unreadable;
    private long missing;

    /** @param trouble takes what is wrong in the recording, a line each */
    Playback(
            EndpointSenders senders,
            EventImages images,
            List<ReplayTarget> targets,
            ReplayEdit edit,
            boolean flatOut,
            InstantSource clock,
            Consumer<String> trouble) {
        this.senders = senders;
        this.images = images;
        this.targets = List.copyOf(targets);
        this.edit = edit;
        this.flatOut = flatOut;
        this.clock = clock;
        this.trouble = trouble;
    }

    /**
     * How it went, at a moment.
     *
     * @param events that were played
     * @param broken of these, those that break rules: they are sent as they were recorded
     * @param unreadable entries, or the whole rest
     * @param missing events that were lost already when it was recorded
     * @param endpoints to whom
     */
    record Tally(long events, long broken, long unreadable, long missing, List<ReplayTarget.Tally> endpoints) {

        boolean complete() {
            return events > 0 && unreadable == 0 && endpoints.stream().allMatch(ReplayTarget.Tally::complete);
        }
    }

    Tally tally() {
        return new Tally(
                played,
                broken,
                unreadable,
                missing,
                targets.stream().map(ReplayTarget::tally).toList());
    }

    /** Whether everything that was played is sent or dropped. */
    boolean isSettled() {
        return targets.stream().allMatch(target -> target.underWay() == 0);
    }

    /** Opens when nothing more is played. On any thread. */
    CountDownLatch ended() {
        return ended;
    }

    /** The quickest target sets the pace: one that is dead holds nobody up. */
    @Override
    public boolean isReady() {
        return !flatOut || targets.stream().anyMatch(target -> target.underWay() < MAX_UNDER_WAY);
    }

    @Override
    public void play(RecordingEntry.Event recorded) {
        long nowMs = clock.millis();
        EventImage image =
                edit.leaves(recorded.event()) ? unchanged(recorded) : images.of(edit.apply(recorded.event(), nowMs));
        try {
            for (ReplayTarget target : targets) {
                OutboundEvent outbound = outbound(image, nowMs, target);
                target.offered();
                senders.offer(target.endpoint(), outbound);
            }
            played++;
            if (!EventRules.check(recorded.event()).isEmpty()) {
                broken++;
            }
        } catch (IllegalArgumentException notWritable) {
            unreadable++;
            trouble.accept("an event of " + image.summary().uid() + " cannot be sent: " + notWritable.getMessage());
        } finally {
            image.release();
        }
    }

    private EventImage unchanged(RecordingEntry.Event recorded) {
        ByteBuf xml = Unpooled.wrappedBuffer(recorded.xml().getBytes(StandardCharsets.UTF_8));
        try {
            return images.received(xml, EventSummary.of(recorded.event()), recorded.event());
        } finally {
            xml.release();
        }
    }

    /**
     * In the order of playing whatever the event's own time says, and never too old to be sent because of when it was
     * recorded.
     */
    private OutboundEvent outbound(EventImage image, long nowMs, ReplayTarget target) {
        EventSummary event = image.summary();
        return new OutboundEvent(
                event.subjectUid(),
                Priority.of(event),
                nowMs,
                edit.newTimes() && event.staleMs() > nowMs ? event.staleMs() : OutboundEvent.NEVER_MS,
                OutboundEvent.NEVER_MS,
                image,
                Edition.WHOLE,
                target);
    }

    @Override
    public void note(RecordingEntry entry) {
        if (entry instanceof RecordingEntry.Unreadable wrong) {
            unreadable++;
            trouble.accept(wrong.place() + ": " + wrong.why());
        } else if (entry instanceof RecordingEntry.Gap gap) {
            missing += gap.lost();
        }
    }

    @Override
    public void ended(@Nullable IOException failure) {
        if (failure != null) {
            unreadable++;
            trouble.accept("the rest cannot be read: " + Failures.describe(failure));
        }
        ended.countDown();
    }
}
