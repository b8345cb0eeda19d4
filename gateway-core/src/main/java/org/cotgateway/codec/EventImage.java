package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.util.Arrays;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * One event in the form in which it came and in each form that was asked for: every form is made at most once, however
 * many receivers there are. An event that needs no change goes out as the bytes that came: XML as it is, a payload of TAK
 * Protocol v1 behind the header that the receiver wants.
 *
 * <p>Reference-counted: whoever keeps one past a call retains it. What {@link #bytes} answers is lent and lives as long as
 * the image. Loop-only.
 */
public final class EventImage extends AbstractReferenceCounted {

    private static final int EDITIONS = Edition.values().length;
    private static final @Nullable ByteBuf[] NOTHING_MADE = {};

    private final EventImages images;
    private final EventSummary summary;
    private final @Nullable XmlMarks marks;
    private final boolean isTak;
    private @Nullable ByteBuf[] made = NOTHING_MADE;
    private @Nullable ByteBuf source;
    private @Nullable CotEvent event;
    private boolean compact;

    /**
     * @param marks where to cut the XML, if that is kept
     * @param source the event as it came, one reference of which is taken over; null if there is only the event
     * @param isTak whether that is a payload of TAK Protocol v1, and not XML; there must be the event then
     */
    EventImage(
            EventImages images,
            EventSummary summary,
            @Nullable CotEvent event,
            @Nullable XmlMarks marks,
            @Nullable ByteBuf source,
            boolean isTak) {
        this.images = images;
        this.summary = summary;
        this.event = event;
        this.marks = marks;
        this.source = source;
        this.isTak = isTak;
    }

    public EventSummary summary() {
        return summary;
    }

    /** Whether {@link #event} costs nothing. */
    public boolean isRead() {
        return event != null;
    }

    /** The whole event; read at most once. */
    public CotEvent event() {
        if (event == null) {
            event = images.read(sourceBytes(), isTak);
        }
        return event;
    }

    /**
     * The event as it goes over the wire, with a header where the protocol has one, but without what follows an event on
     * a stream of XML. Lent: neither to be changed nor released, and its indices not to be moved. Direct; after {@link
     * #compact} it is one piece of memory, and the same buffer as long as the image lives.
     */
    public ByteBuf bytes(WireProtocol protocol, Edition edition) {
        Edition needed = images.needed(edition, summary);
        ByteBuf xml = xml();
        if (needed == Edition.WHOLE && protocol == WireProtocol.XML && xml != null) {
            return xml;
        }
        if (protocol == WireProtocol.XML_LINE) {
            ByteBuf anyXml = bytes(WireProtocol.XML, needed);
            if (isOneLine(anyXml)) {
                return anyXml;
            }
        }
        int form = protocol.ordinal() * EDITIONS + needed.ordinal();
        ByteBuf bytes = form < made.length ? made[form] : null;
        if (bytes == null) {
            bytes = images.make(this, protocol, needed);
            keep(form, bytes);
        }
        return bytes;
    }

    private void keep(int form, ByteBuf bytes) {
        if (form >= made.length) {
            // Mostly only the first few forms are asked for.
            made = Arrays.copyOf(made, form - form % EDITIONS + EDITIONS);
        }
        made[form] = bytes;
    }

    /** About how large the event is, whatever it is sent as: as it came, or else as XML. Does not change. */
    public int sizeBytes() {
        return asItCame().readableBytes();
    }

    /**
     * The event as it came: XML, or a payload of TAK Protocol v1 if it {@link #isTak is that}; one of our own as XML. Lent as
     * {@link #bytes}.
     */
    public ByteBuf asItCame() {
        return source != null ? source : bytes(WireProtocol.XML, Edition.WHOLE);
    }

    /**
     * Lets go of the buffer that the event came in, which may be much larger than the event: to be called when the image is
     * kept for longer than the loop's pass. What was lent before is not to be used any more.
     */
    public void compact() {
        ByteBuf came = source;
        if (came != null && !compact) {
            source = images.copy(came);
            came.release();
        }
        compact = true;
    }

    /** Whether it came as TAK Protocol v1, not as XML or from ourselves. */
    public boolean isTak() {
        return isTak;
    }

    /** The XML that came, or null if the event did not come as that. */
    @Nullable
    ByteBuf xml() {
        return isTak ? null : source;
    }

    /** Where to cut the XML, if that is kept. */
    @Nullable
    XmlMarks marks() {
        return marks;
    }

    /** The payload of TAK Protocol v1 that came, without header, or null if the event did not come as that. */
    @Nullable
    ByteBuf takPayload() {
        return isTak ? source : null;
    }

    private static boolean isOneLine(ByteBuf xml) {
        int from = xml.readerIndex();
        int to = xml.writerIndex();
        return xml.indexOf(from, to, (byte) '\n') < 0 && xml.indexOf(from, to, (byte) '\r') < 0;
    }

    private ByteBuf sourceBytes() {
        ByteBuf came = source;
        if (came == null) {
            throw new IllegalStateException("an image has its bytes or its event");
        }
        return came;
    }

    @Override
    protected void deallocate() {
        for (ByteBuf bytes : made) {
            if (bytes != null) {
                bytes.release();
            }
        }
        made = NOTHING_MADE;
        if (source != null) {
            source.release();
            source = null;
        }
    }

    @Override
    public EventImage retain() {
        super.retain();
        return this;
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        if (source != null) {
            source.touch(hint);
        }
        return this;
    }
}
