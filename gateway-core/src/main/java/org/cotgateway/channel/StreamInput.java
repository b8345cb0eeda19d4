package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes back on a stream: split into events, read and given to the sink; pings are answered instead. Loop-only;
 * {@link #close} releases what is held.
 */
final class StreamInput implements CotStreamSplitter.Sink {

    private static final Logger log = LoggerFactory.getLogger(StreamInput.class);
    private static final String PING = "t-x-c-t";
    private static final String PONG = "t-x-c-t-r";

    private final LoopContext context;
    private final Inlet from;
    private final Runnable pong;
    private final CotStreamSplitter splitter;
    private final LogLimit malformed = new LogLimit();

    /** @param pong answers a ping */
    StreamInput(LoopContext context, Inlet from, Runnable pong) {
        this.context = context;
        this.from = from;
        this.pong = pong;
        this.splitter = new CotStreamSplitter(context.settings.stream().xml().maxEventBytes());
    }

    /** Takes the bytes and releases them. */
    void received(ByteBuf bytes) {
        try {
            splitter.feed(bytes, this);
        } finally {
            bytes.release();
        }
    }

    /** The stream is over. */
    void close() {
        splitter.finish(this);
    }

    @Override
    public void event(ByteBuf xml, long offset) {
        XmlReading reading = context.streamReader.readAndCheck(xml);
        CotEvent event = reading.event();
        if (event == null) {
            context.counters.increment(Counter.RECEIVED_MALFORMED);
            malformed.warn(log, () -> "no event at byte " + offset + " from " + from + ": " + reading.violations());
            return;
        }
        context.counters.increment(Counter.EVENTS_RECEIVED);
        switch (event.type()) {
            case PING -> pong.run();
            case PONG -> {
                // Nobody asked.
            }
            default -> {
                EventImage image = context.images.received(xml, EventSummary.of(event), event);
                try {
                    context.sink.received(image, reading.violations(), from);
                } finally {
                    image.release();
                }
            }
        }
    }

    @Override
    public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
        context.counters.add(Counter.STREAM_BYTES_SKIPPED, bytes);
        if (reason == CotStreamSplitter.SkipReason.TOO_LARGE) {
            context.counters.increment(Counter.RECEIVED_TOO_LARGE);
        }
    }
}
