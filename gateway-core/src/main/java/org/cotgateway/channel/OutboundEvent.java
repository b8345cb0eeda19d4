package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint. Loop-only; given to {@link EndpointSenders#offer},
 * once: an event for many endpoints is one of these for each, all of them sharing the image.
 *
 * <p>It holds one reference to its image and releases it when it was sent or dropped. In which form it goes out is
 * decided when it is written: the peer may agree on another one while it waits.
 */
public final class OutboundEvent {

    /** For events that have no deadline, or never become stale. */
    public static final long NEVER_MS = Long.MAX_VALUE;

    private final String uid;
    private final Priority priority;
    private final long timeMs;
    private final long staleMs;
    private long deadlineMs;
    private final EventImage image;
    private final Edition edition;
    private final int bytes;
    private final SendObserver observer;
    /** Whether its uid, its times and its priority are those of its image. */
    private final boolean asInImage;

    private WireProtocol protocol = WireProtocol.XML;
    private int attempts;
    private int announced;
    private @Nullable String lastFailure;
    private boolean taken;
    private boolean finished;
    private boolean withdrawn;

    /**
     * @param uid which events belong together: of one uid at most one is on its way to an endpoint at a time, in the
     *     order of the offers, and a newer routine one replaces an older one. Normally the event's uid; for a delete,
     *     the uid of what is deleted
     * @param priority who goes first
     * @param timeMs when the event was made, in milliseconds since 1970; never does an older event replace a newer one
     * @param staleMs when it is worth nothing any more, same unit, or {@link #NEVER_MS}
     * @param deadlineMs when to give up, same unit, or {@link #NEVER_MS}
     * @param image the event; a reference of its own is taken, and the image {@link EventImage#compact compacted}
     * @param edition what is changed in it
     * @param observer told how it goes
     * @throws IllegalArgumentException if an event of our own holds what cannot be written
     */
    public OutboundEvent(
            String uid,
            Priority priority,
            long timeMs,
            long staleMs,
            long deadlineMs,
            EventImage image,
            Edition edition,
            SendObserver observer) {
        this(uid, priority, timeMs, staleMs, deadlineMs, kept(image), edition, observer, false);
    }

    /** @param image a reference is taken over; its size has been asked for */
    private OutboundEvent(
            String uid,
            Priority priority,
            long timeMs,
            long staleMs,
            long deadlineMs,
            EventImage image,
            Edition edition,
            SendObserver observer,
            boolean asInImage) {
        this.uid = uid;
        this.priority = priority;
        this.timeMs = timeMs;
        this.staleMs = staleMs;
        this.deadlineMs = deadlineMs;
        this.image = image;
        this.edition = edition;
        this.bytes = image.sizeBytes();
        this.observer = observer;
        this.asInImage = asInImage;
    }

    private static OutboundEvent asIn(EventImage image, Edition edition, long deadlineMs, SendObserver observer) {
        EventSummary event = image.summary();
        return new OutboundEvent(
                event.subjectUid(),
                Priority.of(event),
                event.timeMs(),
                event.staleMs(),
                deadlineMs,
                image,
                edition,
                observer,
                true);
    }

    /** With one more reference, compact, and made already if it is one of our own: that may fail. */
    private static EventImage kept(EventImage image) {
        image.sizeBytes();
        image.compact();
        return image.retain();
    }

    /**
     * An event with its own uid, times and priority.
     *
     * @throws IllegalArgumentException if an event of our own holds what cannot be written
     */
    public static OutboundEvent of(EventImage image, Edition edition, long deadlineMs, SendObserver observer) {
        return asIn(kept(image), edition, deadlineMs, observer);
    }

    /**
     * One that is {@link #isPlain plain} and was taken by an outbox.
     *
     * @param image a reference is taken over
     */
    static OutboundEvent plain(EventImage image, Edition edition) {
        OutboundEvent event = asIn(image, edition, NEVER_MS, SendObserver.NONE);
        event.taken = true;
        return event;
    }

    /**
     * Whether there is nothing to know of it but what its image and its edition say. An outbox that has taken such an event
     * may keep nothing else of it, and give another object in its turn.
     */
    boolean isPlain() {
        return asInImage
                && observer == SendObserver.NONE
                && deadlineMs == NEVER_MS
                && attempts == 0
                && lastFailure == null;
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

    Edition edition() {
        return edition;
    }

    /** About how large it is, in whatever form it goes out; see {@link EventImage#sizeBytes}. */
    public int bytes() {
        return bytes;
    }

    /** Chooses the form in which it is written; answers how many bytes that is, without what follows it on a stream. */
    int encode(WireProtocol as) {
        protocol = as;
        return wire().readableBytes();
    }

    /** The event; lent until it is over. */
    EventImage image() {
        return image;
    }

    /** What is written, in the form that was chosen last; lent until the event is over. */
    ByteBuf wire() {
        return image.bytes(protocol, edition);
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
        if (nowMs < deadlineMs) {
            return null;
        }
        return withdrawn ? DropReason.WITHDRAWN : DropReason.DEADLINE;
    }

    /** It is not wanted any more: unless it is on its way, it is dropped in its turn or by its deadline, and not sent. */
    public void withdraw() {
        withdrawn = true;
        deadlineMs = Long.MIN_VALUE;
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
        int written = wire().readableBytes();
        finish();
        tally.sent(1, written, nowMs);
        observer.sent(nowMs);
    }

    void dropped(DropReason reason, String why, Tally tally) {
        finish();
        tally.dropped(reason);
        observer.dropped(reason, lastFailure == null ? why : why + "; " + lastFailure);
    }

    /**
     * No outbox gets it, and its observer is told so.
     *
     * @return whether that is so, and whoever refuses it has to count it; else an outbox had it, where that is seen to
     */
    public boolean refused(DropReason reason, String why) {
        boolean released = releaseUnlessTaken();
        if (released) {
            observer.dropped(reason, why);
        }
        return released;
    }

    /** Gives it up because its time is over; see {@link #droppedWaiting}. */
    void droppedExpired(DropReason reason, @Nullable String trouble, Tally tally) {
        String why = switch (reason) {
            case STALE -> "stale";
            case WITHDRAWN -> "withdrawn";
            default -> "deadline passed";
        };
        droppedWaiting(reason, why, trouble, tally);
    }

    /**
     * Gives up what may have been waiting for a reason.
     *
     * @param trouble what keeps its endpoint from being reached, said when the event itself was never tried
     */
    void droppedWaiting(DropReason reason, String why, @Nullable String trouble, Tally tally) {
        if (lastFailure == null) {
            lastFailure = trouble;
        }
        dropped(reason, why, tally);
    }

    /** An outbox sees to it from now on, and has counted that it was offered. */
    void taken() {
        taken = true;
    }

    /**
     * Lets go of an event whose offer failed before any outbox had it.
     *
     * @return whether that is so; else what becomes of it is counted there
     */
    public boolean releaseUnlessTaken() {
        if (taken || finished) {
            return false;
        }
        finish();
        return true;
    }

    private void finish() {
        if (finished) {
            throw new IllegalStateException("event " + uid + " is over already");
        }
        finished = true;
        image.release();
    }
}
