package org.cotgateway.channel.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.SocketPath;
import org.cotgateway.channel.Written;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches to receivers: encoded once for each format, in one write to each receiver, or in one for each run of
 * events that it has not brought itself, nor came too late for. What a receiver does not take of the bytes it gets into its outbox, event by event. Loop-only; the batch
 * stays the caller's.
 */
final class BatchWriter {

    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

    /** What a piece of a batch is at most, but for its last event. */
    private static final int PIECE_BYTES = 256 * 1024;

    private final FanoutMembers members;
    private final Counters counters;
    private final OversizeObserver oversize;
    private final Encodings encodings = new Encodings();
    /** Those in the batch that the observer has been told of. */
    private final BitSet tooLarge = new BitSet();

    private final LogLimit failed;
    /** Receivers that have not been given all yet. */
    private final List<Receiver> unflushed = new ArrayList<>();

    /** Up to where the batch is done with, for the receiver that is written to. */
    private int done;
    /** Whether somebody has joined since an event of the batch was offered, which is not for that one. */
    private boolean hasOld;
    /** When the receiver that is written to has joined; 0 while nothing is old. */
    private int joined;
    /** The short way to the receiver that is written to, or null. */
    private @Nullable SocketPath path;

    private long sentEvents;
    private long sentBytes;

    BatchWriter(EventLoop loop, FanoutMembers members, Counters counters, OversizeObserver oversize) {
        this.members = members;
        this.oversize = oversize;
        this.failed = new LogLimit(loop);
        this.counters = counters;
    }

    /**
     * Writes to all who are there; a write may end a receiver's connection, and change who is. A large batch goes in pieces,
     * each to all before the next, so that its encodings need no more memory than a piece does.
     */
    void write(Batch batch) {
        Receiver[] receivers = members.beginWrite();
        hasOld = batch.leastJoins() < members.joins();
        @Nullable SocketPath[] paths = members.paths();
        try {
            int from = 0;
            while (from < batch.size()) {
                int to = endOfPiece(batch, from);
                writePiece(receivers, paths, batch, from, to);
                from = to;
            }
        } finally {
            flush();
            tooLarge.clear();
            path = null;
            countSent();
        }
    }

    private static int endOfPiece(Batch batch, int from) {
        int to = from;
        long bytes = 0;
        while (to < batch.size() && bytes < PIECE_BYTES) {
            bytes += batch.image(to++).sizeBytes();
        }
        return to;
    }

    private void writePiece(Receiver[] receivers, @Nullable SocketPath[] paths, Batch batch, int from, int to) {
        encodings.begin(batch.images, from, to);
        try {
            for (int i = 0; i < receivers.length; i++) {
                path = paths[i];
                joined = hasOld ? members.joined()[i] : 0;
                tryWrite(receivers[i], batch, from, to);
            }
        } finally {
            encodings.release();
        }
    }

    /** One receiver's trouble must not cost the others the batch, nor may a want of memory. */
    private void tryWrite(Receiver receiver, Batch batch, int from, int to) {
        done = from;
        try {
            writeWithoutItsOwn(receiver, batch, from, to);
        } catch (RuntimeException | OutOfMemoryError trouble) {
            hasFailed(receiver, trouble);
            int left = 0;
            for (int i = done; i < to; i++) {
                left += batch.isFor(receiver, joined, i) ? 1 : 0;
            }
            lost(receiver, left);
        }
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            Receiver receiver = unflushed.get(i);
            try {
                if (members.isStillThere(receiver)) {
                    receiver.flush();
                }
            } catch (RuntimeException | OutOfMemoryError trouble) {
                hasFailed(receiver, trouble);
            }
        }
        unflushed.clear();
    }

    /** Counts and logs that a receiver was not given what is its. */
    void hasFailed(Receiver receiver, Throwable trouble) {
        counters.increment(Counter.WRITES_FAILED);
        failed.warn(log, () -> "writing to " + receiver + " failed: " + trouble);
        log.debug("writing to {} failed", receiver, trouble);
    }

    private void writeWithoutItsOwn(Receiver receiver, Batch batch, int first, int end) {
        int from = first;
        for (int i = first; i <= end; i++) {
            if (i == end || !batch.isFor(receiver, joined, i)) {
                if (from < i) {
                    writeIfItIsThere(receiver, batch, from, i);
                }
                from = i + 1;
                done = from;
            }
        }
    }

    private void writeIfItIsThere(Receiver receiver, Batch batch, int from, int to) {
        if (members.isStillThere(receiver)) {
            write(receiver, batch, from, to);
        } else {
            lost(receiver, to - from);
        }
    }

    private void write(Receiver receiver, Batch batch, int from, int to) {
        SocketPath clear = path;
        WireFormat clearFor = clear == null ? null : clear.clearFor();
        if (clearFor == null && !receiver.takesBatches()) {
            offer(receiver, batch, from, to);
            return;
        }
        ByteBuf bytes = encodings.of(clearFor == null ? receiver.format() : clearFor, from, to);
        if (bytes == null) {
            offer(receiver, batch, from, to);
            tellOfTooLarge(receiver, batch, from, to);
            return;
        }
        Written written = clear == null || clearFor == null
                ? receiver.writeNow(bytes, batch.images, from, to)
                : clear.write(bytes, batch.images, from, to);
        int next = from + written.events();
        done = next;
        if (written.isPending()) {
            unflushed.add(receiver);
        } else if (next == to) {
            sentEvents += to - from;
            sentBytes += bytes.readableBytes();
        } else {
            for (int i = from; i < next; i++) {
                sentEvents++;
                sentBytes += receiver.format().sizeBytes(batch.image(i));
            }
        }
        offer(receiver, batch, next, to);
    }

    private void tellOfTooLarge(Receiver receiver, Batch batch, int from, int to) {
        WireFormat format = receiver.format();
        for (int i = from; i < to; i++) {
            EventImage image = batch.image(i);
            // What is not nearly too large is not made for that.
            if (image.sizeBytes() > OversizeObserver.NEARLY_BYTES && !tooLarge.get(i)) {
                int bytes = image.bytes(format.protocol(), format.edition()).readableBytes();
                if (bytes > OversizeObserver.MAX_BYTES
                        && receiver.status().transport().isStream()) {
                    tooLarge.set(i);
                    oversize.tooLarge(image, batch.source(i), receiver, bytes);
                }
            }
        }
    }

    private void offer(Receiver receiver, Batch batch, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!members.isStillThere(receiver)) {
                lost(receiver, to - i);
                return;
            }
            OutboundEvent event = Fanout.outbound(batch.image(i), receiver);
            done = i + 1;
            try {
                receiver.offer(event);
            } catch (RuntimeException | OutOfMemoryError trouble) {
                if (event.releaseUnlessTaken()) {
                    done = i;
                }
                throw trouble;
            }
        }
    }

    /** What nobody can be given whose connection has ended while the batch was written, or to whom writing it failed. */
    private void lost(Receiver receiver, int events) {
        receiver.dropped(DropReason.LOST, events);
        counters.add(Counter.EVENTS_OFFERED, events);
        counters.add(Counter.DROPPED_LOST, events);
    }

    private void countSent() {
        if (sentEvents > 0) {
            counters.add(Counter.EVENTS_OFFERED, sentEvents);
            counters.add(Counter.EVENTS_SENT, sentEvents);
            counters.add(Counter.BYTES_SENT, sentBytes);
            sentEvents = 0;
            sentBytes = 0;
        }
    }
}
