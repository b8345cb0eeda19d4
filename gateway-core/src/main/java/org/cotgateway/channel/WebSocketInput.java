package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.ControlTypes;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * From the messages of a WebSocket client to events for the sink, but for pings. What is not taken is counted as it is with any
 * client, and told to the client. Loop-only; messages stay the caller's.
 *
 * <pre>
 *   message ─┬─ XML ──→ CotStreamSplitter ─→ MessageIntake ─┬─→ sink
 *            ├─ TAK Protocol ──────────────→ MessageIntake ─┤
 *            └─ JSON, GeoJSON ─→ WebSocketTexts ────────────┴─→ the client: what is wrong, answers to pings
 * </pre>
 */
final class WebSocketInput implements CotStreamSplitter.Sink, WebSocketTexts.Items {

    private static final List<Violation> READS_ONLY =
            List.of(Violation.of("send", "false", "must be true for a connection that sends events"));

    private final LoopContext context;
    private final Inlet from;
    private final Tally tally;
    private final WebSocketTerms terms;
    private final int maxMessageBytes;
    private final WebSocketAnswers answers;
    /** How many messages have come before the one that is read now. */
    private long messages = -1;
    /** How many items of that have been looked at. */
    private long items;

    WebSocketInput(
            LoopContext context,
            Inlet from,
            Tally tally,
            WebSocketTerms terms,
            int maxMessageBytes,
            WebSocketAnswers answers) {
        this.context = context;
        this.from = from;
        this.tally = tally;
        this.terms = terms;
        this.maxMessageBytes = maxMessageBytes;
        this.answers = answers;
    }

    /** Takes the events of one message. */
    void message(ByteBuf message) {
        messages++;
        items = 0;
        if (terms.protocol() == WireProtocol.WEBSOCKET_XML) {
            xml(message);
        } else if (terms.protocol() == WireProtocol.WEBSOCKET_TAK) {
            taken(context.intake.tak(withoutHeader(message)));
        } else {
            terms.texts().read(terms.protocol(), message, this);
        }
    }

    /** Peers that know meshes only put their header in front. No message begins like that itself. */
    private static ByteBuf withoutHeader(ByteBuf message) {
        return TakFraming.isMesh(message) ? message.skipBytes(TakFraming.MESH_HEADER_BYTES) : message;
    }

    private void xml(ByteBuf message) {
        if (!message.isReadable()) {
            rejected(0, List.of(Violation.of("event", null, "must not be empty")));
            return;
        }
        try (CotStreamSplitter splitter = CotStreamSplitter.ofDocument(maxMessageBytes)) {
            splitter.feed(message, this);
            splitter.finish(this);
        }
    }

    @Override
    public int eventAt(ByteBuf in, int begin, int end) {
        return context.intake.ahead(in, begin, end);
    }

    @Override
    public void event(ByteBuf xml, long offset) {
        taken(context.intake.xml(xml));
    }

    @Override
    public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
        String rule = switch (reason) {
            case BETWEEN_EVENTS -> "must belong to an event";
            case TOO_LARGE -> "must end within " + maxMessageBytes + " bytes";
            case UNFINISHED, OVERDUE -> "must be a whole event";
            case UNCLOSED -> "must have an end, as a comment or the like";
        };
        Violation violation = Violation.of("message", bytes + " bytes from byte " + offset + " on", rule);
        rejected(items++, List.of(violation));
    }

    @Override
    public void event(CotEvent event, long index) {
        EventImage image = context.images.of(event);
        try {
            received(image, List.of(), index);
        } finally {
            image.release();
        }
    }

    /** Pings are answered and other control types taken from everybody, as they are no events that anybody is sent. */
    private void received(EventImage image, List<Violation> violations, long index) {
        String type = image.summary().type();
        boolean isControl = ControlTypes.contains(type);
        if (!isControl && !terms.maySend()) {
            context.counters.increment(Counter.WEBSOCKET_EVENTS_UNWANTED);
            answers.rejected(messages, index, READS_ONLY);
            return;
        }
        tally.received(context.nowMs());
        if (PingEvents.isPing(type)) {
            context.counters.increment(Counter.EVENTS_CONTROL);
            answers.pong();
        } else if (PingEvents.isPong(type)) {
            context.counters.increment(Counter.EVENTS_CONTROL);
        } else {
            context.sink.received(image, violations, from);
        }
        if (!isControl && !violations.isEmpty()) {
            answers.rejected(messages, index, violations);
        }
    }

    @Override
    public void rejected(long index, List<Violation> violations) {
        context.counters.increment(Counter.RECEIVED_MALFORMED);
        tally.malformed();
        answers.rejected(messages, index, violations);
    }

    /** Takes over the image of the next item; null if that is no event, and counted. */
    private void taken(@Nullable EventImage image) {
        List<Violation> violations = context.intake.violations();
        long index = items++;
        if (image != null) {
            try {
                received(image, violations, index);
            } finally {
                image.release();
            }
        } else if (!violations.isEmpty()) {
            tally.malformed();
            answers.rejected(messages, index, violations);
        }
    }
}
