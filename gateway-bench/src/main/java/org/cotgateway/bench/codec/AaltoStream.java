package org.cotgateway.bench.codec;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * Aalto's async reader over what comes in, asked for all values and all text and nothing else. Not thread-safe.
 */
final class AaltoStream {

    private static final byte[] ROOT = "<events>".getBytes(StandardCharsets.US_ASCII);

    private final InputFactoryImpl factory = new InputFactoryImpl();
    private final byte[] scratch;

    /** @param maxBytes the most that is read at once */
    AaltoStream(int maxBytes) {
        scratch = new byte[maxBytes];
    }

    /** How many characters are in a document. */
    int document(ByteBuf xml) {
        try {
            AsyncXMLStreamReader<AsyncByteArrayFeeder> reading = factory.createAsyncForByteArray();
            int chars = read(reading, xml, xml.readerIndex(), xml.readableBytes());
            reading.close();
            return chars;
        } catch (XMLStreamException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /**
     * How many characters are in many documents one behind the other, which one reader gets as if they were one: the least
     * that it can be asked.
     *
     * @param readBytes how many bytes come at once
     */
    int documents(ByteBuf xml, int readBytes) {
        try {
            AsyncXMLStreamReader<AsyncByteArrayFeeder> reading = factory.createAsyncForByteArray();
            reading.getInputFeeder().feedInput(ROOT, 0, ROOT.length);
            int chars = readAll(reading);
            int end = xml.writerIndex();
            for (int from = xml.readerIndex(); from < end; from += readBytes) {
                chars += read(reading, xml, from, Math.min(readBytes, end - from));
            }
            reading.close();
            return chars;
        } catch (XMLStreamException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private int read(AsyncXMLStreamReader<AsyncByteArrayFeeder> reading, ByteBuf xml, int from, int bytes)
            throws XMLStreamException {
        xml.getBytes(from, scratch, 0, bytes);
        reading.getInputFeeder().feedInput(scratch, 0, bytes);
        return readAll(reading);
    }

    private static int readAll(AsyncXMLStreamReader<AsyncByteArrayFeeder> xml) throws XMLStreamException {
        int chars = 0;
        for (int token = xml.next(); token != AsyncXMLStreamReader.EVENT_INCOMPLETE; token = xml.next()) {
            if (token == XMLStreamConstants.START_ELEMENT) {
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    chars += xml.getAttributeValue(i).length();
                }
            } else if (token == XMLStreamConstants.CHARACTERS) {
                chars += xml.getTextLength();
            }
        }
        return chars;
    }
}
