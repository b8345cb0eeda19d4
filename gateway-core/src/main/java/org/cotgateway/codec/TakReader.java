package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of TAK Protocol v1: payloads, without the header that {@link TakFraming} describes. What {@link TakWriter}
 * wrote becomes the same event. What others wrote is put together in the order in which its fields come, {@code xmlDetail}
 * among them; an element that stands in {@code xmlDetail}, too, is the one from there.
 *
 * <p>Missing fields. Of a message with an event, uid, type, how and the three times must be there: peers leave them out
 * when they are empty or zero, which no event may have. A number of the point that is missing is 0. What is missing of an
 * element's message was empty or 0, but for a contact's endpoint, which it did not have. Version is {@value
 * CotEvent#VERSION}.
 *
 * <p>Bad input of any kind is an answer, not an exception: all violations at once, {@code xmlDetail} with line and column in
 * it. As in every protocol buffer unknown fields, groups and fields of another kind than expected are passed over, of a field
 * that comes again the last value counts, and messages that come again are one. Refused are, by name, what is cut off or
 * longer than the message, texts that are not UTF-8 or longer than the {@link XmlLimits}, and all that {@link CotXmlReader}
 * refuses in a detail. The work is linear in the bytes; nothing is made as large as a length announces before the bytes are
 * there.
 *
 * <p>Not thread-safe, but made to be used again: one reader per event loop. Buffers stay the caller's.
 */
public final class TakReader {

    private final XmlLimits limits;
    private final TakEventFields event;
    private final TakControlFields control;
    private final ProtoCursor message = new ProtoCursor();
    private final ProtoCursor inner = new ProtoCursor();
    private final List<Violation> violations = new ArrayList<>();
    private byte[] scratch = new byte[2_048];

    public TakReader(XmlLimits limits) {
        this.limits = limits;
        event = new TakEventFields(limits, violations);
        control = new TakControlFields(limits, violations);
    }

    /**
     * Reads one message: the readable bytes of the buffer, whose indices are not moved. The event, if there is one, may
     * break any rule that it can represent.
     */
    public TakReading read(ByteBuf payload) {
        return parse(payload) ? finish() : new TakReading(null, null, violations);
    }

    /**
     * Reads one message and checks its event by {@link EventRules}. Of an event with fields that cannot be read, the others
     * are checked all the same.
     */
    public TakReading readAndCheck(ByteBuf payload) {
        TakReading reading = read(payload);
        CotEvent standIn = event.standIn();
        if (standIn == null) {
            return reading;
        }
        Set<String> unreadable = violations.stream().map(Violation::field).collect(Collectors.toSet());
        for (Violation broken : EventRules.check(standIn)) {
            if (!unreadable.contains(broken.field())) {
                violations.add(broken);
            }
        }
        return new TakReading(reading.event(), reading.control(), violations);
    }

    /** Whether the message is well-formed; what its fields hold may be wrong all the same. */
    private boolean parse(ByteBuf payload) {
        violations.clear();
        event.begin();
        control.begin();
        int size = payload.readableBytes();
        if (size > limits.maxEventBytes()) {
            violations.add(Violation.of("TakMessage", size + " bytes", "must be at most " + limits.maxEventBytes()));
            return false;
        }
        begin(payload, size);
        @Nullable String problem = null;
        while (problem == null && message.next()) {
            if (message.is(ProtoWire.LENGTH_DELIMITED) && message.field() == TakFields.COT_EVENT) {
                inner.begin(message);
                problem = event.read(inner);
            } else if (message.is(ProtoWire.LENGTH_DELIMITED) && message.field() == TakFields.TAK_CONTROL) {
                inner.begin(message);
                problem = control.read(inner);
            }
        }
        if (problem == null) {
            problem = message.problem();
        }
        if (problem != null) {
            violations.add(Violation.of("TakMessage", null, "must be well-formed: " + problem));
        }
        return problem == null;
    }

    /** The message as an array: the buffer's own, or a copy in one that is used again. */
    private void begin(ByteBuf payload, int size) {
        if (payload.hasArray()) {
            int from = payload.arrayOffset() + payload.readerIndex();
            message.begin(payload.array(), from, from + size);
            return;
        }
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, Math.min(limits.maxEventBytes(), scratch.length * 2))];
        }
        payload.getBytes(payload.readerIndex(), scratch, 0, size);
        message.begin(scratch, 0, size);
    }

    private TakReading finish() {
        TakControl said = control.toControl();
        if (!event.isThere() && !control.isThere()) {
            violations.add(Violation.of("TakMessage", null, "must hold an event or what the peer reads"));
        }
        return new TakReading(event.toEvent(), said, violations);
    }
}
