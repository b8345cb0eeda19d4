package org.cotgateway.api.events;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.http.AnswerStream;
import org.cotgateway.http.Exchange;
import org.cotgateway.hub.LatestCursor;
import org.cotgateway.hub.LatestEvent;
import org.cotgateway.hub.LatestEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.NextPass;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with many events: some in a pass of the loop, and only while the client takes them, so that they hold up neither
 * the others nor memory. Those that cannot be written are left out, and the end of the answer says how many. Loop-only.
 */
final class LatestStream implements AnswerStream.Listener {

    private static final Logger log = LoggerFactory.getLogger(LatestStream.class);

    private static final int LOOKS_A_PASS = 4_000;
    /** Each may be read and written anew, which takes some microseconds. */
    private static final int EVENTS_A_PASS = 100;

    private static final int PART_BYTES = 64 * 1024;

    private final Exchange exchange;
    private final LatestEvents latest;
    private final LatestCursor cursor;
    private final EventsFormat format;
    private final InstantSource clock;
    private final Counters counters;
    private final LogLimit unwritable = new LogLimit();
    private @Nullable AnswerStream stream;
    private int left;
    private int leftOut;
    private boolean hasHead;
    private boolean hasEvents;
    private boolean scheduled;

    LatestStream(Exchange exchange, LatestEvents latest, EventsQuery query, InstantSource clock, Counters counters) {
        this.exchange = exchange;
        this.latest = latest;
        this.cursor = latest.cursor(query.filter());
        this.format = query.format();
        this.left = query.limit();
        this.clock = clock;
        this.counters = counters;
    }

    void begin() {
        stream = exchange.stream(HttpResponseStatus.OK, format.mediaType(), this);
        goOn();
    }

    @Override
    public void writable() {
        if (!scheduled) {
            goOn();
        }
    }

    @Override
    public void closed() {
        // The next pass finds it closed.
    }

    private void goOn() {
        scheduled = false;
        AnswerStream to = stream;
        if (to == null || !to.isOpen() || !to.isWritable()) {
            return;
        }
        ByteBuf part = exchange.allocator().buffer(PART_BYTES);
        if (!hasHead) {
            hasHead = true;
            part.writeBytes(format.head());
        }
        boolean more =
                cursor.next(LOOKS_A_PASS, Math.min(left, EVENTS_A_PASS), clock.millis(), event -> append(event, part))
                        && left > 0;
        if (!more) {
            part.writeBytes(format.tail(leftOut));
        }
        to.write(part);
        if (more) {
            scheduled = true;
            NextPass.run(exchange.loop(), this::goOn);
        } else {
            to.end();
        }
    }

    private void append(LatestEvent event, ByteBuf part) {
        int start = part.writerIndex();
        try {
            if (hasEvents) {
                part.writeBytes(format.separator());
            }
            format.write(latest, event, part);
            hasEvents = true;
            left--;
        } catch (RuntimeException refused) {
            part.writerIndex(start);
            leftOut++;
            counters.increment(Counter.LATEST_UNWRITABLE);
            unwritable.warn(log, () -> "event " + event + " cannot be written as " + format + ": " + refused);
        }
    }
}
