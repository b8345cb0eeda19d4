package org.cotgateway.cli;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.SendObserver;

/** An endpoint that a recording is played to, and what became of what was offered to it. Loop-only. */
final class ReplayTarget implements SendObserver {

    private static final String NOT_TAKEN = "not taken in time";

    private final Endpoint endpoint;
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private long offered;
    private long sent;
    private long over;
    private String lastTrouble = "";

    ReplayTarget(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * How it went, at a moment.
     *
     * @param endpoint where to
     * @param offered events that were due
     * @param sent that went out
     * @param conflated that a newer one of the same uid made superfluous before they went out
     * @param dropped others that did not go out, by reason
     * @param lastTrouble why one was last tried again or dropped; empty if none was
     */
    record Tally(
            String endpoint,
            long offered,
            long sent,
            long conflated,
            Map<DropReason, Long> dropped,
            String lastTrouble) {

        Tally {
            Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
            counts.putAll(dropped);
            dropped = Collections.unmodifiableMap(counts);
        }

        boolean complete() {
            return sent + conflated == offered;
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    void offered() {
        offered++;
    }

    /** Events that are neither sent nor dropped. */
    long underWay() {
        return offered - over;
    }

    @Override
    public void sent(long atMs) {
        over++;
        sent++;
    }

    @Override
    public void retrying(String why) {
        lastTrouble = why;
    }

    @Override
    public void dropped(DropReason reason, String why) {
        over++;
        dropped.merge(reason, 1L, Long::sum);
        if (reason == DropReason.CLOSED) {
            // That we have closed says less than why it was still there then.
            lastTrouble = lastTrouble.isEmpty() ? NOT_TAKEN : lastTrouble;
        } else if (reason != DropReason.CONFLATED) {
            lastTrouble = why;
        }
    }

    /** What keeps the endpoint from being reached says more than what became of events meanwhile. */
    void unreachable(String trouble) {
        lastTrouble = trouble;
    }

    Tally tally() {
        Map<DropReason, Long> others = new EnumMap<>(DropReason.class);
        others.putAll(dropped);
        Long conflated = others.remove(DropReason.CONFLATED);
        return new Tally(endpoint.toString(), offered, sent, conflated == null ? 0 : conflated, others, lastTrouble);
    }
}
