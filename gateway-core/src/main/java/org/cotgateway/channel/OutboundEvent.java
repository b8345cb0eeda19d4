package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint. Made on any thread, then given to the loop by {@link EndpointSenders#offer},
 * once: an event for many endpoints is one of these for each, all of them sharing the bytes.
 *
 * <p>It owns one reference to its bytes and releases it when it was sent or dropped. Whoever shares a wire image gives
 * each event a {@link ByteBuf#retainedDuplicate()}. A direct buffer is sent without being copied.
 */
public final class OutboundEvent {

    /** For events that have no deadline, or never become stale. */
    public static final long NEVER_MS = Long.MAX_VALUE;

    private final String uid;
    private final Priority priority;
    private final long timeMs;
    private final long staleMs;
    private final long deadlineMs;
    private final ByteBuf xml;
    private final int bytes;
    private final SendObserver observer;

    private int attempts;
    private int announced;
    private @Nullable String lastFailure;
    private boolean finished;

    /**
     * @param uid which events belong together: of one uid at most one is on its way to an endpoint at a time, in the
     *     order of the offers, and a newer routine one replaces an older one. Normally the event's uid; for a delete,
     *     the uid of what is deleted
     * @param priority who goes first
     * @param timeMs when the event was made, in milliseconds since 1970; never does an older event replace a newer one
     * @param staleMs when it is worth nothing any more, same unit, or {@link #NEVER_MS}
     * @param deadlineMs when to give up, same unit, or {@link #NEVER_MS}
     * @param xml the event without framing; one reference is taken over
     * @param observer told how it goes
     */
    public OutboundEvent(
            String uid,
            Priority priority,
            long timeMs,
            long staleMs,
            long deadlineMs,
            ByteBuf xml,
            SendObserver observer) {
        this.uid = uid;
        this.priority = priority;
        this.timeMs = timeMs;
        this.staleMs = staleMs;
        this.deadlineMs = deadlineMs;
        this.xml = xml;
        this.bytes = xml.readableBytes();
        this.observer = observer;
    }

    /** An event with its own uid, times and priority. */
    public static OutboundEvent of(CotEvent event, ByteBuf xml, long deadlineMs, SendObserver observer) {
        return new OutboundEvent(
                event.uid(), Priority.of(event), event.timeMs(), event.staleMs(), deadlineMs, xml, observer);
    }

    public String uid() {
        return uid;
    }

    public Priority priority() {
        return priority;
    }

    public long timeMs() {
        return timeMs;
    }

    public long staleMs() {
        return staleMs;
    }

    public long deadlineMs() {
        return deadlineMs;
    }

    /** The size of the event without framing. */
    public int bytes() {
        return bytes;
    }

    /** The bytes themselves, until the event is over. */
    ByteBuf xml() {
        return xml;
    }

    /** Another view of the bytes, with a reference of its own. */
    ByteBuf image() {
        return xml.retainedDuplicate();
    }

    /** When it has to be given up, whatever comes first. */
    long expiresMs() {
        return Math.min(staleMs, deadlineMs);
    }

    /** Why it has to be given up now, or null. */
    @Nullable
    DropReason expired(long nowMs) {
        if (nowMs >= staleMs) {
            return DropReason.STALE;
        }
        return nowMs >= deadlineMs ? DropReason.DEADLINE : null;
    }

    void attempting() {
        attempts++;
        if (attempts > announced) {
            announced = attempts;
            observer.attempting(attempts);
        }
    }

    /** The attempt was called off for reasons that are not the endpoint's; it does not count. */
    void calledOff() {
        attempts--;
    }

    /** An attempt failed; whoever gives the event up later says so too. */
    void failed(String why) {
        lastFailure = why;
    }

    /** Another attempt will follow the one that failed. */
    void retrying() {
        observer.retrying(lastFailure == null ? "" : lastFailure);
    }

    void sent(long nowMs, Tally tally) {
        finish();
        tally.sent(1, bytes, nowMs);
        observer.sent(nowMs);
    }

    void dropped(DropReason reason, String why, Tally tally) {
        finish();
        tally.dropped(reason);
        observer.dropped(reason, lastFailure == null ? why : why + "; " + lastFailure);
    }

    /**
     * Gives it up because its time is over.
     *
     * @param trouble what keeps its endpoint from being reached, said when the event itself was never tried
     */
    void droppedExpired(DropReason reason, @Nullable String trouble, Tally tally) {
        if (lastFailure == null) {
            lastFailure = trouble;
        }
        dropped(reason, reason == DropReason.STALE ? "stale" : "deadline passed", tally);
    }

    private void finish() {
        if (finished) {
            throw new IllegalStateException("event " + uid + " is over already");
        }
        finished = true;
        xml.release();
    }
}
