package org.cotgateway.codec;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <auth><cot username password uid/></auth>}, as ATAK and TAK Server know it. Safe on any thread; buffers stay
 * the caller's.
 */
public final class CredentialsReader {

    /** Of all elements together; with thousands of them in one the parser would be slow. */
    private static final int MAX_ATTRIBUTES = 32;

    private CredentialsReader() {}

    /** What the element says, or null if it is broken or names no user. Nothing about it says what was in it. */
    public static @Nullable Credentials read(ByteBuf element) {
        byte[] bytes = ByteBufUtil.getBytes(element);
        DocumentText text = DocumentText.of(bytes, 0, bytes.length);
        if (!text.isUtf8() || hasManyAttributes(text)) {
            return null;
        }
        // A factory of its own, as factories keep every name that they have seen.
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        AsyncXMLStreamReader<AsyncByteArrayFeeder> xml = factory.createAsyncForByteArray();
        try {
            xml.getInputFeeder().feedInput(bytes, 0, bytes.length);
            xml.getInputFeeder().endOfInput();
            return read(xml);
        } catch (XMLStreamException | RuntimeException malformed) {
            // Broken text makes Aalto throw an unchecked exception.
            return null;
        } finally {
            close(xml);
        }
    }

    private static boolean hasManyAttributes(DocumentText text) {
        TagWalker walker = new TagWalker(text);
        int attributes = 0;
        for (TagWalker.Found found = walker.next(); found != TagWalker.Found.NOTHING; found = walker.next()) {
            if (found == TagWalker.Found.ATTRIBUTE && ++attributes > MAX_ATTRIBUTES) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Credentials read(AsyncXMLStreamReader<AsyncByteArrayFeeder> xml)
            throws XMLStreamException {
        Credentials found = null;
        int depth = 0;
        boolean isAuth = false;
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == AsyncXMLStreamReader.EVENT_INCOMPLETE) {
                return null;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (depth == 1) {
                    isAuth = xml.getLocalName().equals("auth");
                } else if (depth == 2
                        && isAuth
                        && found == null
                        && xml.getLocalName().equals("cot")) {
                    found = credentials(xml);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
        return found;
    }

    private static @Nullable Credentials credentials(AsyncXMLStreamReader<AsyncByteArrayFeeder> xml) {
        String username = xml.getAttributeValue(null, "username");
        if (username == null) {
            return null;
        }
        return new Credentials(
                username,
                orEmpty(xml.getAttributeValue(null, "password")),
                orEmpty(xml.getAttributeValue(null, "uid")));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static void close(AsyncXMLStreamReader<AsyncByteArrayFeeder> xml) {
        try {
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a parser without input cannot fail to close it", impossible);
        }
    }
}
