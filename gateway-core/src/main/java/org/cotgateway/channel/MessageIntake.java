package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.codec.TakControl;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.codec.TakReader;
import org.cotgateway.codec.TakReading;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * From one message's bytes to the image of its event, for everything that receives. What holds no event is counted and
 * answered by null; {@link #violations} then says why. An event that breaks rules is an event all the same.
 *
 * <p>Made to be used again: one for all inputs with the same limits. Loop-only. Messages stay the caller's, images are the
 * caller's to release.
 */
final class MessageIntake {

    private final EventImages images;
    private final Counters counters;
    private final EventIntake intake;
    private final TakReader takReader;
    private List<Violation> violations = List.of();
    private @Nullable TakControl control;
    /** Whether the event that comes next has been read. */
    private boolean isAhead;

    MessageIntake(XmlLimits limits, EventImages images, Counters counters) {
        this.images = images;
        this.counters = counters;
        this.intake = new EventIntake(limits);
        this.takReader = new TakReader(limits);
    }

    /**
     * Reads a message that stands alone, as by direct TCP or in a datagram: TAK Protocol v1 with a mesh header, or XML.
     * The event's bytes are those of the event only, without what may stand around a document, so that they can go out
     * on a stream.
     */
    @Nullable
    EventImage single(ByteBuf message) {
        return counted(cutOff(message));
    }

    /**
     * Reads in the same way what may be the beginning of a message only. What holds no event is the caller's to count, as it
     * may have been meant for one.
     */
    @Nullable
    EventImage cutOff(ByteBuf message) {
        if (TakFraming.isMesh(message)) {
            int header = TakFraming.MESH_HEADER_BYTES;
            return readTak(message.slice(message.readerIndex() + header, message.readableBytes() - header));
        }
        EventImage image = readXml(withoutTail(message));
        if (image == null || beginsWithTag(message)) {
            return image;
        }
        // A declaration or a byte order mark in front, which receivers of a stream do not take.
        EventImage bare = images.of(image.event());
        image.release();
        return bare;
    }

    /**
     * Reads an event of a stream before its end is known; the next call must be {@link #xml} with just that event.
     *
     * @return how long it is, in bytes; 0 if that cannot be told so
     */
    int ahead(ByteBuf stream, int from, int to) {
        int bytes = intake.readAhead(stream, from, to);
        isAhead = bytes > 0;
        return bytes;
    }

    /** Reads an event as XML. */
    @Nullable
    EventImage xml(ByteBuf xml) {
        return counted(readXml(xml));
    }

    private @Nullable EventImage readXml(ByteBuf xml) {
        IntakeReading reading = isAhead ? intake.reading() : intake.read(xml);
        isAhead = false;
        control = null;
        violations = reading.violations();
        if (reading.isValid()) {
            return images.received(xml, reading);
        }
        // What breaks a rule may be a ping all the same, or a receipt.
        CotEvent event = reading.event();
        return event == null ? null : images.received(xml, EventSummary.of(event), event);
    }

    /**
     * Reads a message of TAK Protocol v1, without its header. One with nothing but what the peer says of itself is counted
     * as control, and nothing is wrong with it.
     */
    @Nullable
    EventImage tak(ByteBuf payload) {
        return counted(readTak(payload));
    }

    private @Nullable EventImage readTak(ByteBuf payload) {
        TakReading reading = takReader.readAndCheck(payload);
        violations = reading.violations();
        control = reading.control();
        if (control != null) {
            counters.increment(Counter.TAK_CONTROLS_RECEIVED);
        }
        CotEvent event = reading.event();
        if (event == null) {
            return null;
        }
        // What the peer says of itself is not to be said by us.
        return control == null ? images.receivedTak(payload, event) : images.of(event);
    }

    private @Nullable EventImage counted(@Nullable EventImage image) {
        if (image == null && !violations.isEmpty()) {
            counters.increment(Counter.RECEIVED_MALFORMED);
        }
        return image;
    }

    /** What the sender of the last message says of itself in it, or null. */
    @Nullable
    TakControl control() {
        return control;
    }

    /** What is wrong with the last message; if it holds an event, the rules that the event breaks. */
    List<Violation> violations() {
        return violations;
    }

    private static ByteBuf withoutTail(ByteBuf message) {
        int end = message.writerIndex();
        while (end > message.readerIndex() && isTail(message.getByte(end - 1))) {
            end--;
        }
        return message.slice(message.readerIndex(), end - message.readerIndex());
    }

    /** NUL and white space. */
    private static boolean isTail(byte last) {
        return last == 0 || last == ' ' || last == '\t' || last == '\r' || last == '\n';
    }

    private static boolean beginsWithTag(ByteBuf xml) {
        int at = xml.readerIndex();
        return xml.readableBytes() > 1 && xml.getByte(at) == '<' && xml.getByte(at + 1) == 'e';
    }
}
