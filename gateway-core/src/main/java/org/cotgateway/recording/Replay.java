package org.cotgateway.recording;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cotgateway.recording.ReplayTimeline.Step;
import org.cotgateway.transport.NextPass;
import org.jspecify.annotations.Nullable;

/**
 * Plays the steps of a timeline on the event loop, each when it is due. When that is counts from the first step, so that
 * a late step makes no other one late and nothing drifts. A further pass begins a second after the one before, at any
 * speed. Loop-only, apart from the constructor.
 */
public final class Replay {

    /** The speed at which nothing waits for its time, only for who takes it. */
    public static final double FLAT_OUT = Double.POSITIVE_INFINITY;

    /** Steps before the sockets get a turn. */
    static final int STEPS_AT_ONCE = 64;

    private static final long BETWEEN_PASSES_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Takes what is played. Called on the loop; must not block or throw. */
    public interface Player {

        /** Whether it takes another event now; if not, it is asked again soon. */
        boolean isReady();

        /** An event is due. */
        void play(RecordingEntry.Event event);

        /** Something else stands here. */
        void note(RecordingEntry entry);

        /**
         * Nothing more comes.
         *
         * @param failure why the rest cannot be read; null when everything was played
         */
        void ended(@Nullable IOException failure);
    }

    private final EventLoop loop;
    private final Supplier<ReadAhead.@Nullable Read> source;
    private final double speed;
    private final Player player;

    private ReadAhead.@Nullable Next next;
    private @Nullable Future<?> waiting;
    private boolean begun;
    private boolean stopped;
    private int pass;
    private long startNs;
    /** When the last step was due, or was played if nothing is due at any time. */
    private long lastNs;

    private long maxLateNs;

    /**
     * @param source what was read next, or null if nothing has been yet; never waits
     * @param speed how many times as fast as it was recorded, or {@link #FLAT_OUT}
     */
    public Replay(EventLoop loop, Supplier<ReadAhead.@Nullable Read> source, double speed, Player player) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed " + speed + " is not positive");
        }
        this.loop = loop;
        this.source = source;
        this.speed = speed;
        this.player = player;
    }

    /** Begins with the first step at once. */
    public void start() {
        assert loop.inEventLoop();
        advance();
    }

    /** Ends it; the player is not called any more. */
    public void stop() {
        assert loop.inEventLoop();
        stopped = true;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    /** How much too late the latest event was, in milliseconds. */
    public long maxLateMs() {
        assert loop.inEventLoop();
        return TimeUnit.NANOSECONDS.toMillis(maxLateNs);
    }

    private void advance() {
        for (int i = 0; i < STEPS_AT_ONCE; i++) {
            if (stopped) {
                return;
            }
            ReadAhead.Next step = next;
            if (step == null) {
                ReadAhead.Read read = source.get();
                if (read instanceof ReadAhead.End end) {
                    stopped = true;
                    player.ended(end.failure());
                    return;
                }
                if (read == null) {
                    later(LOOK_AGAIN_NS);
                    return;
                }
                step = (ReadAhead.Next) read;
                next = step;
            }
            long waitNs = play(step.step());
            if (waitNs > 0) {
                later(waitNs);
                return;
            }
            next = null;
        }
        NextPass.run(loop, this::advance);
    }

    /** Plays the step; returns how long to wait instead, if it cannot be played yet. */
    private long play(Step step) {
        long nowNs = loop.ticker().nanoTime();
        if (!begun) {
            begun = true;
            startNs = nowNs;
        }
        if (step.pass() != pass) {
            pass = step.pass();
            startNs = lastNs + BETWEEN_PASSES_NS;
        }
        long lateNs = nowNs - startNs - dueNs(step);
        if (lateNs < 0) {
            return -lateNs;
        }
        if (!(step.entry() instanceof RecordingEntry.Event event)) {
            player.note(step.entry());
            return 0;
        }
        if (!player.isReady()) {
            return LOOK_AGAIN_NS;
        }
        if (speed != FLAT_OUT) {
            maxLateNs = Math.max(maxLateNs, lateNs);
        }
        lastNs = speed == FLAT_OUT ? nowNs : nowNs - lateNs;
        player.play(event);
        return 0;
    }

    private long dueNs(Step step) {
        return Math.round(TimeUnit.MILLISECONDS.toNanos(step.atMs()) / speed);
    }

    private void later(long afterNs) {
        waiting = loop.schedule(this::advance, afterNs, TimeUnit.NANOSECONDS);
    }
}
