package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.CredentialsReader;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.codec.TakStreamSplitter;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What comes on a stream: split into events, read and given to the sink, but for what concerns the stream itself.
 * Loop-only; {@link #close} releases what is held.
 *
 * <pre>
 *   bytes ─┬─ XML ─→ CotStreamSplitter ─→ MessageIntake ─┬─→ ping, negotiation: the owner
 *          │             │ the rest, after a switch      │
 *          └─ TAK ─→ TakStreamSplitter ─→ MessageIntake ─┴─→ all others: the sink
 * </pre>
 */
final class StreamInput implements CotStreamSplitter.Sink, TakStreamSplitter.Sink {

    /** What is done about messages that are for the stream itself, and in which form they come. */
    interface Owner {

        /** A whole message has come. */
        void heard();

        /** The peer asks whether we are there. */
        void pinged();

        /**
         * The peer says who it is.
         *
         * @param credentials null when what it says cannot be read
         * @return whether what else it sends is wanted
         */
        boolean authenticated(@Nullable Credentials credentials);

        /** The very first byte is that of a frame of TAK Protocol. */
        void beganWithFrame();

        /** The stream began with what cannot be a frame, so nobody knows what else is in it. */
        void unreadable(String why);

        /** The peer says something about the form of the stream; what comes next may be in the other one. */
        void negotiated(CotEvent message);

        /** Whether what comes next is TAK Protocol. Once it is, it stays so. */
        boolean readsTak();
    }

    private final LoopContext context;
    private final Inlet from;
    private final Tally tally;
    private final Owner owner;
    private final int maxEventBytes;
    private final UnfinishedWatch unfinished;
    private final StreamLosses losses;
    private final CotStreamSplitter splitter;
    /** Null while events come as XML. */
    private @Nullable TakStreamSplitter frames;
    /** Where in the stream they begin: behind the message that made us switch. */
    private long framesFrom;

    private boolean begun;
    /** Whether we have switched, and no frame has begun yet. */
    private boolean atFirstFrame;
    /** Whether the peer has left or was let go, and what is found now comes too late. */
    private boolean over;

    /** What its first frame announces, if it begins with one and that cannot be. */
    private @Nullable String unreadable;

    /** @param tally counts what comes */
    StreamInput(LoopContext context, Inlet from, Tally tally, Owner owner) {
        this.context = context;
        this.from = from;
        this.tally = tally;
        this.owner = owner;
        this.maxEventBytes = context.settings.stream().xml().maxEventBytes();
        this.splitter = new CotStreamSplitter(maxEventBytes);
        this.unfinished = new UnfinishedWatch(context.settings.stream(), this::holdsOthers);
        this.losses = new StreamLosses(context, from, tally, maxEventBytes);
    }

    /** Takes the bytes and releases them. */
    void received(ByteBuf bytes) {
        if (bytes.isReadable()) {
            unfinished.moreCame();
        }
        try {
            begin(bytes);
            if (frames == null) {
                splitter.feed(bytes, this);
                if (owner.readsTak()) {
                    goOver();
                }
            } else {
                feed(frames, bytes);
            }
        } finally {
            bytes.release();
        }
        if (unreadable != null) {
            owner.unreadable(unreadable);
        }
    }

    /**
     * Gives up what has begun and not ended when it is {@link UnfinishedWatch overdue}.
     *
     * @param nowMs {@link LoopContext#ticksMs}
     * @param isRead whether the peer is read now
     */
    void tick(long nowMs, boolean isRead) {
        long from = frames == null ? splitter.unfinishedFrom() : frames.unfinishedFrom();
        if (unfinished.isOverdue(from, isRead, nowMs)) {
            if (frames == null) {
                splitter.giveUp(this);
            } else {
                losses.skipsAnother();
                frames.giveUp(this);
            }
        }
    }

    private boolean holdsOthers() {
        return frames == null ? splitter.holdsOthers() : frames.holdsOthers();
    }

    /** The stream is over. */
    void close() {
        over = true;
        splitter.finish(this);
        if (frames != null) {
            frames.finish(this);
        }
        losses.close();
    }

    @Override
    public int eventAt(ByteBuf in, int from, int to) {
        return context.intake.ahead(in, from, to);
    }

    @Override
    public void event(ByteBuf xml, long offset) {
        take(context.intake.xml(xml), offset);
    }

    @Override
    public void authentication(ByteBuf element, long offset) {
        if (!owner.authenticated(CredentialsReader.read(element))) {
            over = true;
            losses.untold();
        }
    }

    @Override
    public void payload(ByteBuf payload, long offset) {
        take(context.intake.tak(payload), framesFrom + offset);
    }

    @Override
    public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
        losses.skipped(reason, offset, bytes, unfinished.why());
    }

    @Override
    public void skipped(TakStreamSplitter.SkipReason reason, long offset, long bytes) {
        long at = framesFrom + offset;
        String what = losses.skipped(reason, at, bytes, unfinished.why());
        if (at == 0 && reason == TakStreamSplitter.SkipReason.TOO_LARGE) {
            unreadable = what;
        }
    }

    /** The first byte tells whether the peer speaks TAK Protocol without having been asked. */
    private void begin(ByteBuf bytes) {
        if (begun || !bytes.isReadable()) {
            return;
        }
        begun = true;
        if (bytes.getUnsignedByte(bytes.readerIndex()) == TakFraming.MAGIC) {
            owner.beganWithFrame();
        }
        if (owner.readsTak()) {
            frames = new TakStreamSplitter(maxEventBytes);
        }
    }

    /** The first frame may have come with the event that made us switch. */
    private void goOver() {
        TakStreamSplitter splitFrames = new TakStreamSplitter(maxEventBytes);
        frames = splitFrames;
        framesFrom = splitter.restFrom();
        atFirstFrame = true;
        ByteBuf rest = splitter.takeRest();
        if (rest != null) {
            try {
                feed(splitFrames, rest);
            } finally {
                rest.release();
            }
        }
    }

    /** Peers that write a newline or a NUL behind each event may do so behind the last one, too. */
    private void feed(TakStreamSplitter splitFrames, ByteBuf bytes) {
        while (atFirstFrame && bytes.isReadable()) {
            int next = bytes.getByte(bytes.readerIndex());
            if (next == '\n' || next == '\r' || next == 0) {
                bytes.skipBytes(1);
                framesFrom++;
            } else {
                atFirstFrame = false;
            }
        }
        splitFrames.feed(bytes, this);
    }

    /** Takes over the image. */
    private void take(@Nullable EventImage image, long offset) {
        List<Violation> violations = context.intake.violations();
        if (image == null) {
            if (!violations.isEmpty()) {
                losses.malformed(offset, violations);
            }
            return;
        }
        if (over) {
            // Held back by what had no end, or behind what its sender was let go for: nobody waits for it any more.
            context.counters.increment(Counter.RECEIVED_TOO_LATE);
            image.release();
            return;
        }
        tally.received(context.nowMs());
        owner.heard();
        try {
            if (isForTheStream(image)) {
                context.counters.increment(Counter.EVENTS_CONTROL);
            } else {
                context.sink.received(image, violations, from);
            }
        } finally {
            image.release();
        }
    }

    /** Sees to what concerns the stream itself. */
    private boolean isForTheStream(EventImage image) {
        String type = image.summary().type();
        if (PingEvents.isPing(type)) {
            owner.pinged();
            return true;
        }
        if (TakNegotiationEvents.isType(type)) {
            owner.negotiated(image.event());
            if (owner.readsTak()) {
                splitter.stop();
            }
            return true;
        }
        return PingEvents.isPong(type);
    }
}
