package org.cotgateway.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.transport.CountedPasses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Deque<ReadAhead.Read> source = new ArrayDeque<>();
    private final List<String> played = new ArrayList<>();
    private boolean ready = true;
    private long nowMs;

    ReplayTest() {
        channel.freezeTime();
    }

    @Test
    void everyEventIsPlayedWhenItIsDue() {
        at(0, "a");
        at(100, "b");
        at(100, "c");
        at(2_500, "d");
        end();

        start(1);
        advance(3_000);

        assertThat(played).containsExactly("0 a", "100 b", "100 c", "2500 d", "2500 end");
    }

    @Test
    void speedShortensAndStretchesPauses() {
        at(0, "a");
        at(1_000, "b");
        end();
        start(10);
        advance(200);
        assertThat(played).containsExactly("0 a", "100 b", "100 end");

        played.clear();
        long beganMs = nowMs;
        at(0, "a");
        at(1_000, "b");
        end();
        start(0.5);
        advance(2_100);
        assertThat(played).containsExactly(beganMs + " a", beganMs + 2_000 + " b", beganMs + 2_000 + " end");
    }

    @Test
    void aLateEventMakesNoOtherOneLate() {
        at(0, "a");
        Replay replay = start(1);
        advance(500);
        at(100, "b");
        at(600, "c");
        end();
        advance(500);

        assertThat(played).hasSize(4).first().isEqualTo("0 a");
        assertThat(played.get(1)).isIn("500 b", "501 b", "502 b");
        assertThat(played.subList(2, 4)).containsExactly("600 c", "600 end");
        assertThat(replay.maxLateMs()).isBetween(400L, 402L);
    }

    @Test
    void nothingDriftsOverManyEvents() {
        for (int i = 0; i < 10_000; i++) {
            at(i * 7L, Integer.toString(i));
        }
        end();

        start(3);
        advance(30_000);

        assertThat(played).hasSize(10_001);
        for (int i = 0; i < 10_000; i++) {
            long dueMs = (long) Math.ceil(i * 7 / 3.0);
            assertThat(played.get(i)).isEqualTo(dueMs + " " + i);
        }
    }

    @Test
    void flatOutWaitsOnlyForWhoTakesIt() {
        for (int i = 0; i < 200; i++) {
            at(i * 60_000L, Integer.toString(i));
        }
        end();
        ready = false;
        start(Replay.FLAT_OUT);
        advance(100);
        assertThat(played).isEmpty();

        ready = true;
        advance(10);

        assertThat(played).hasSize(201).last().asString().endsWith("end");
    }

    @Test
    void flatOutTheLoopStillLooksAtItsSockets() throws Exception {
        int events = 1_000;
        for (int i = 0; i < events; i++) {
            at(i, Integer.toString(i));
        }
        end();
        CountDownLatch ended = new CountDownLatch(1);
        try (CountedPasses counted = new CountedPasses()) {
            Replay replay = new Replay(counted.loop(), source::poll, Replay.FLAT_OUT, new Replay.Player() {
                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void play(RecordingEntry.Event event) {
                    counted.note();
                }

                @Override
                public void note(RecordingEntry entry) {
                    throw new AssertionError(entry);
                }

                @Override
                public void ended(@Nullable IOException failure) {
                    ended.countDown();
                }
            });
            counted.loop().execute(replay::start);
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(counted.notedInAll()).isEqualTo(events);
            assertThat(counted.noted()).allMatch(some -> some <= Replay.STEPS_AT_ONCE);
        }
    }

    @Test
    void aFurtherPassBeginsASecondLaterAtAnySpeed() {
        for (double speed : new double[] {1, 10, Replay.FLAT_OUT}) {
            played.clear();
            long beganMs = nowMs;
            at(0, 0, "a");
            at(0, 500, "b");
            at(1, 0, "a");
            at(1, 500, "b");
            end();
            start(speed);
            advance(3_000);

            long passMs = Math.round(500 / speed);
            long secondMs = beganMs + passMs + 1_000;
            assertThat(played)
                    .as("speed %s", speed)
                    .containsExactly(
                            beganMs + " a",
                            beganMs + passMs + " b",
                            secondMs + " a",
                            secondMs + passMs + " b",
                            secondMs + passMs + " end");
        }
    }

    @Test
    void othersGetTheLoopInBetween() {
        for (int i = 0; i < 1_000; i++) {
            at(0, Integer.toString(i));
        }
        Replay replay = newReplay(1);
        channel.eventLoop().execute(replay::start);
        channel.eventLoop().execute(() -> played.add("other"));
        channel.runPendingTasks();

        assertThat(played).hasSize(1_001);
        assertThat(played.indexOf("other")).isLessThan(100);
    }

    @Test
    void afterStopNothingIsPlayed() {
        at(0, "a");
        at(100, "b");
        Replay replay = start(1);
        advance(50);

        replay.stop();
        advance(1_000);

        assertThat(played).containsExactly("0 a");
    }

    @Test
    void whatIsNoEventIsPassedOnAndAFailureEndsIt() {
        source.add(new ReadAhead.Next(new ReplayTimeline.Step(0, 0, new RecordingEntry.Gap(0, 7))));
        source.add(new ReadAhead.End(new IOException("disk on fire")));

        start(1);
        advance(10);

        assertThat(played).containsExactly("0 Gap[atMs=0, lost=7]", "0 end disk on fire");
    }

    @Test
    void refusesToStandStill() {
        assertThatThrownBy(() -> newReplay(0)).hasMessageContaining("not positive");
        assertThatThrownBy(() -> newReplay(Double.NaN)).hasMessageContaining("not positive");
    }

    private Replay start(double speed) {
        Replay replay = newReplay(speed);
        replay.start();
        channel.runPendingTasks();
        return replay;
    }

    private void advance(long ms) {
        for (long i = 0; i < ms; i++) {
            nowMs++;
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
        }
    }

    private void at(long ms, String uid) {
        at(0, ms, uid);
    }

    private void at(int pass, long ms, String uid) {
        source.add(new ReadAhead.Next(new ReplayTimeline.Step(pass, ms, Samples.recorded(uid, ms))));
    }

    private void end() {
        source.add(new ReadAhead.End(null));
    }

    private Replay newReplay(double speed) {
        return new Replay(channel.eventLoop(), source::poll, speed, new Replay.Player() {
            @Override
            public boolean isReady() {
                return ready;
            }

            @Override
            public void play(RecordingEntry.Event event) {
                played.add(nowMs + " " + event.event().uid());
            }

            @Override
            public void note(RecordingEntry entry) {
                played.add(nowMs + " " + entry);
            }

            @Override
            public void ended(@Nullable IOException failure) {
                played.add(nowMs + " end" + (failure == null ? "" : " " + failure.getMessage()));
            }
        });
    }
}
