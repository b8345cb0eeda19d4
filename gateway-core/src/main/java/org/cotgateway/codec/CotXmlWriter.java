package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.event.CotEvent;

/** Writes events as XML. */
public final class CotXmlWriter {

    public static final CotXmlWriter INSTANCE = new CotXmlWriter();

    private CotXmlWriter() {}

    /** Writes {@code <event ...>...</event>} at the buffer's writer index, no declaration, no separator. */
    public void write(CotEvent event, ByteBuf out) {
        throw new UnsupportedOperationException("being written");
    }
}
