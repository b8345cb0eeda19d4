package org.cotgateway.channel;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/** An event for another thread than the loop: as its bytes, to be read there, or read already. */
final class EventCopy {

    private static final byte[] NONE = {};

    private final byte[] xml;
    private final @Nullable CotEvent event;

    private EventCopy(byte[] xml, @Nullable CotEvent event) {
        this.xml = xml;
        this.event = event;
    }

    /** The copy of an image's event; lent. */
    static EventCopy of(EventImage image) {
        return image.isRead()
                ? new EventCopy(NONE, image.event())
                : new EventCopy(ByteBufUtil.getBytes(image.bytes(WireProtocol.XML, Edition.WHOLE)), null);
    }

    /** Reads copies. For one thread at a time. */
    static final class Reader {

        private final CotXmlReader reader;

        Reader(XmlLimits limits) {
            this.reader = new CotXmlReader(limits);
        }

        CotEvent read(EventCopy copy) {
            if (copy.event != null) {
                return copy.event;
            }
            CotEvent read = reader.read(Unpooled.wrappedBuffer(copy.xml)).event();
            if (read == null) {
                throw new IllegalStateException("what was read once cannot be read again");
            }
            return read;
        }
    }
}
