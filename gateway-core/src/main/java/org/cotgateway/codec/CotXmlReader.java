package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** Reads events from XML. */
public final class CotXmlReader {

    public CotXmlReader(XmlLimits limits) {}

    /** Reads one whole document: the readable bytes of the buffer, which stays the caller's and is not moved. */
    public XmlReading read(ByteBuf document) {
        throw new UnsupportedOperationException("being written");
    }
}
