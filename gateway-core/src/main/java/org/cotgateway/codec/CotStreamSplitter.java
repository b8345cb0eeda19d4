package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds the single events in a stream of bytes that comes in any pieces. Takes what peers really send: events back to
 * back or with white space, NULs, byte order marks, declarations, comments, CDATA and other elements between
 * them; self-closing events; {@code </event >}; comments, CDATA and attribute values that hold {@code </event>}
 * or {@code />}.
 *
 * <p>Inside an event an element of the name {@code event} is told from the next event by its having no uid, or no content.
 *
 * <p>One bad event costs itself only: where a new {@code <event} begins inside an event that has no end, the stream goes
 * on from there; of an event that has no end within the limit, what a comment or the like without end has swallowed is
 * looked at again, and sooner if it is over 64 KiB and holds the end of an event and the beginning of another. A {@link
 * #ofDocument document} is whole sooner or later, so nothing in it is looked at again: a comment, a CDATA section, an
 * instruction or a document type of any length is passed over up to its end, whatever it holds.
 *
 * <p>All that is not handed on is reported with its reason. The time is linear in the bytes whatever they are
 * and however they come, the memory is bounded by the limit and one piece.
 *
 * <p>Not thread-safe: one stream, one thread at a time. The buffers that are fed stay the caller's; an event that is
 * handed on is lent for the call, to be {@link ByteBuf#retain() retained} by who keeps it. {@link #close} releases what is
 * held.
 */
public final class CotStreamSplitter implements AutoCloseable {

    /** Takes what was found, in the order of the stream. */
    public interface Sink {

        /**
         * One event, from {@code <event} to its last {@code >}; not yet known to be well-formed.
         *
         * @param event lent for the call
         * @param offset where it begins in the stream, in bytes
         */
        void event(ByteBuf event, long offset);

        /**
         * What a peer says of itself: one {@code <auth>} element between two events, of at most 64 KiB; not yet known to be
         * well-formed. It holds a password, so none of it may be logged. Unless a sink wants it, it is skipped.
         *
         * @param element lent for the call
         * @param offset where it begins in the stream, in bytes
         */
        default void authentication(ByteBuf element, long offset) {
            skipped(SkipReason.BETWEEN_EVENTS, offset, element.readableBytes());
        }

        /**
         * Whether a whole event begins at an index, for a sink that can tell it faster than the splitter: then the splitter
         * does not look at its bytes, and hands it on at once.
         *
         * @param in where {@code <event} stands at that index
         * @param to the index behind the last byte that may be looked at
         * @return the event's bytes, just those up to the {@code >} of its end; 0 if the splitter is to look for itself
         */
        default int eventAt(ByteBuf in, int from, int to) {
            return 0;
        }

        /**
         * Bytes that are given up.
         *
         * @param offset where they begin in the stream
         * @param bytes how many; white space, NULs and byte order marks between events are not counted
         */
        void skipped(SkipReason reason, long offset, long bytes);
    }

    /** Why bytes of a stream were given up. */
    public enum SkipReason {
        /** They belong to no event: text, CDATA as well, and other elements. */
        BETWEEN_EVENTS,
        /** An event or {@code <auth>} that the next event or the end of the stream cut off. */
        UNFINISHED,
        /** An event or {@code <auth>} that has no end within its limit. */
        TOO_LARGE,
        /** What had begun and not ended when it was {@link CotStreamSplitter#giveUp given up}. */
        OVERDUE,
        /** All the rest of a document, which belongs to a comment or the like between events that has no end. */
        UNCLOSED
    }

    private final EventScanner scanner;
    /** What has come and is still needed: at the most the beginning of one event. */
    private @Nullable ByteBuf kept;

    /**
     * For a stream.
     *
     * @param maxEventBytes the longest event that is handed on
     */
    public CotStreamSplitter(int maxEventBytes) {
        this(maxEventBytes, false);
    }

    private CotStreamSplitter(int maxEventBytes, boolean isDocument) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes " + maxEventBytes + " is not positive");
        }
        scanner = new EventScanner(maxEventBytes, isDocument);
    }

    /**
     * For a document.
     *
     * @param maxEventBytes the longest event that is handed on
     */
    public static CotStreamSplitter ofDocument(int maxEventBytes) {
        return new CotStreamSplitter(maxEventBytes, true);
    }

    /** Takes the readable bytes of the buffer and hands on the events that end in them. */
    public void feed(ByteBuf in, Sink sink) {
        ByteBuf held = kept;
        if (held == null) {
            scanner.scan(in, in.readerIndex(), in.writerIndex(), sink);
            in.readerIndex(scanner.firstNeeded());
            if (in.isReadable()) {
                kept = in.alloc().buffer(in.readableBytes()).writeBytes(in);
            }
        } else {
            held = withRoom(held, in.readableBytes());
            held.writeBytes(in);
            scanner.scan(held, held.readerIndex(), held.writerIndex(), sink);
            forget(held);
        }
        scanner.reportStray(sink);
    }

    /**
     * Where in the stream something begins that has not ended, and may hold back what follows: an event, a comment or the
     * like. Negative if nothing has.
     */
    public long unfinishedFrom() {
        return scanner.unfinishedFrom();
    }

    /** Where in the stream that began which is being passed over or skipped, and has not ended; negative if nothing has. */
    public long passedOverFrom() {
        return scanner.passedOverFrom();
    }

    /**
     * Whether what has begun and not ended holds the end of an event and then the beginning of another: a comment or the like
     * that most likely was never closed. Looks at all that has come of it.
     */
    public boolean holdsOthers() {
        ByteBuf held = kept;
        if (held == null || unfinishedFrom() < 0) {
            return false;
        }
        int to = held.writerIndex();
        boolean ended = false;
        for (int i = held.readerIndex() + 1; (i = held.indexOf(i, to, (byte) '<')) >= 0; i++) {
            switch (Markup.at(held, i, to)) {
                case EVENT_END -> ended = true;
                case EVENT -> {
                    if (ended) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /** Gives up what has begun and not ended: what it had swallowed is looked at again, and the stream goes on. */
    public void giveUp(Sink sink) {
        ByteBuf held = kept;
        if (held == null || unfinishedFrom() < 0) {
            return;
        }
        int end = held.writerIndex();
        scanner.scan(held, held.readerIndex(), end, sink);
        scanner.giveUpOverdue(held, end, sink);
        forget(held);
        scanner.reportStray(sink);
    }

    /**
     * Ends the events of this stream behind the one that the sink is being given: for streams that go over to another form.
     * What has come behind it is then {@link #takeRest the rest}.
     */
    public void stop() {
        scanner.stop();
    }

    /**
     * What had come behind the event at which the splitter was {@link #stop stopped}, once {@link #feed} has returned; the
     * caller's to release. Null if it was the last.
     */
    public @Nullable ByteBuf takeRest() {
        ByteBuf rest = kept;
        kept = null;
        return rest;
    }

    /** Where in the stream {@link #takeRest the rest} begins: behind the event at which the splitter was {@link #stop stopped}. */
    public long restFrom() {
        return scanner.scanned();
    }

    /**
     * Ends the stream: an event without end is given up, and what it had swallowed is looked at again. Of one that was {@link
     * #stop stopped} nothing more is said.
     */
    public void finish(Sink sink) {
        if (scanner.isStopped()) {
            close();
            return;
        }
        ByteBuf held = kept;
        int end = held == null ? scanner.firstNeeded() : held.writerIndex();
        if (held != null) {
            scanner.scan(held, held.readerIndex(), end, sink);
        }
        while (scanner.giveUp(end, sink) && held != null) {
            scanner.scan(held, scanner.firstNeeded(), end, sink);
        }
        scanner.reportStray(sink);
        close();
    }

    /** Releases what is held. */
    @Override
    public void close() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }

    /** The buffer, or one that takes its place, with room behind what is in it. */
    private ByteBuf withRoom(ByteBuf held, int bytes) {
        if (held.writableBytes() >= bytes) {
            return held;
        }
        if (held.refCnt() > 1) {
            // Somebody keeps an event out of this buffer, so nothing in it may move.
            ByteBuf moved = held.alloc().buffer(held.readableBytes() + bytes);
            moved.writeBytes(held);
            held.release();
            kept = moved;
            return moved;
        }
        if (held.readerIndex() >= held.readableBytes()) {
            held.discardReadBytes();
        }
        return held.ensureWritable(bytes);
    }

    private void forget(ByteBuf held) {
        held.readerIndex(scanner.firstNeeded());
        if (!held.isReadable()) {
            close();
        }
    }
}
