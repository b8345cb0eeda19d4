package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.CredentialsReader;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes back on a stream: split into events, read and given to the sink; pings are answered instead. Loop-only;
 * {@link #close} releases what is held.
 */
final class StreamInput implements CotStreamSplitter.Sink {

    /** What is done about messages that are for the stream itself. */
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
    }

    private static final Logger log = LoggerFactory.getLogger(StreamInput.class);
    private static final String PING = "t-x-c-t";
    private static final String PONG = "t-x-c-t-r";

    private final LoopContext context;
    private final Inlet from;
    private final Tally tally;
    private final Owner owner;
    private final CotStreamSplitter splitter;
    private final LogLimit malformed = new LogLimit();

    /** @param tally counts what comes */
    StreamInput(LoopContext context, Inlet from, Tally tally, Owner owner) {
        this.context = context;
        this.from = from;
        this.tally = tally;
        this.owner = owner;
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
        IntakeReading reading = context.intake.read(xml);
        EventSummary summary = reading.summary();
        if (summary != null) {
            take(xml, summary, reading.event(), List.of());
            return;
        }
        List<Violation> violations = reading.violations();
        // A ping that breaks a rule is a ping all the same, and so the event is wanted if there is one.
        CotEvent event = context.streamReader.read(xml).event();
        if (event == null) {
            context.counters.increment(Counter.RECEIVED_MALFORMED);
            malformed.warn(log, () -> "no event at byte " + offset + " from " + from + ": " + violations);
        } else {
            take(xml, EventSummary.of(event), event, violations);
        }
    }

    @Override
    public void authentication(ByteBuf element, long offset) {
        if (!owner.authenticated(CredentialsReader.read(element))) {
            splitter.stop();
        }
    }

    private void take(ByteBuf xml, EventSummary summary, @Nullable CotEvent event, List<Violation> broken) {
        tally.received(context.nowMs());
        owner.heard();
        switch (summary.type()) {
            case PING -> owner.pinged();
            case PONG -> {
                // Nobody asked.
            }
            default -> {
                EventImage image = context.images.received(xml, summary, event);
                try {
                    context.sink.received(image, broken, from);
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
