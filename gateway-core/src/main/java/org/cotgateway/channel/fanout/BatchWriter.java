package org.cotgateway.channel.fanout;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches to receivers: encoded once for each format, in one write to each receiver, or in one for each run of
 * events that it has not brought itself. Who does not take the bytes gets the events into an outbox. Loop-only; the batch
 * stays the caller's.
 */
final class BatchWriter {

    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

    private final FanoutMembers members;
    private final Counters counters;
    private final Encodings encodings = new Encodings();
    private final LogLimit failed = new LogLimit();
    /** Receivers that have not been given all yet. */
    private final List<Receiver> unflushed = new ArrayList<>();

    private long sentEvents;
    private long sentBytes;

    BatchWriter(FanoutMembers members, Counters counters) {
        this.members = members;
        this.counters = counters;
    }

    /** Writes to all who are there; a write may end a receiver's connection, and change who is. */
    void write(Batch batch) {
        try {
            for (Receiver receiver : members.beginWrite()) {
                if (members.isStillThere(receiver)) {
                    tryWrite(receiver, batch);
                }
            }
            for (int i = 0; i < unflushed.size(); i++) {
                if (members.isStillThere(unflushed.get(i))) {
                    unflushed.get(i).flush();
                }
            }
        } finally {
            unflushed.clear();
            countSent();
            encodings.release();
        }
    }

    /** One receiver's trouble must not cost the others the batch. */
    private void tryWrite(Receiver receiver, Batch batch) {
        try {
            write(receiver, batch);
        } catch (RuntimeException bug) {
            failed.warn(log, () -> "writing to " + receiver + " failed: " + bug);
            log.debug("writing to {} failed", receiver, bug);
        }
    }

    private void write(Receiver receiver, Batch batch) {
        int from = 0;
        for (int i = 0; i <= batch.size(); i++) {
            if (i == batch.size() || batch.source(i) == receiver) {
                if (from < i && members.isStillThere(receiver)) {
                    write(receiver, batch, from, i);
                }
                from = i + 1;
            }
        }
    }

    private void write(Receiver receiver, Batch batch, int from, int to) {
        ByteBuf bytes = receiver.takesBatches() ? encodings.of(receiver.format(), batch.images, from, to) : null;
        if (bytes == null) {
            offer(receiver, batch, from, to);
            return;
        }
        switch (receiver.writeNow(bytes, batch.images, from, to)) {
            case SENT -> {
                sentEvents += to - from;
                sentBytes += bytes.readableBytes();
            }
            case PENDING -> unflushed.add(receiver);
            case NOT -> offer(receiver, batch, from, to);
        }
    }

    private void offer(Receiver receiver, Batch batch, int from, int to) {
        for (int i = from; i < to && members.isStillThere(receiver); i++) {
            receiver.offer(Fanout.outbound(batch.image(i), receiver));
        }
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
