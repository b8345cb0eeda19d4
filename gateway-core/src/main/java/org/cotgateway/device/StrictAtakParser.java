package org.cotgateway.device;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Judges one whole message as ATAK does: drops what ATAK drops, and takes what ATAK takes even where that is unwise
 * (NaN, latitude 95, month 13, an empty uid). It reads with the JDK's parser and shares nothing with the gateway's own
 * reader, so that a mistake there cannot hide here.
 *
 * <p>Not thread-safe; keep one per thread and use it again and again. Buffers stay the caller's and are not moved.
 *
 * <p>Source: verdicts of ATAK 4.6 and 5.5 on messages by direct TCP and UDP.
 */
public final class StrictAtakParser {

    /** The longest message that a device takes by direct TCP. */
    public static final int MAX_MESSAGE_BYTES = 512_000;

    static final Violation TOO_LONG =
            Violation.of("message", null, "must be no longer than " + MAX_MESSAGE_BYTES + " bytes");

    private static final byte TAK_MAGIC = (byte) 0xBF;
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final SAXParser parser;

    public StrictAtakParser() {
        SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(false);
        try {
            factory.setFeature(NO_DOCTYPE, true);
            parser = factory.newSAXParser();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the JDK's XML parser cannot be set up", e);
        }
    }

    /** Judges the readable bytes as one message. */
    public AtakVerdict judge(ByteBuf message) {
        if (message.readableBytes() > MAX_MESSAGE_BYTES) {
            return AtakVerdict.rejected(TOO_LONG);
        }
        if (isTakProtobuf(message)) {
            return rejected("message", "is TAK protobuf (BF 01 BF), which the simulated device does not speak", null);
        }
        int end = endWithoutPadding(message);
        EventHandler handler = new EventHandler();
        int start = message.readerIndex();
        try {
            parser.parse(new InputSource(new ByteBufInputStream(message.slice(start, end - start))), handler);
        } catch (SAXParseException broken) {
            if (handler.rootIsClosed()) {
                return rejected("message", "must hold one event and nothing after it", at(broken));
            }
            return rejected("message", "must be well-formed: " + broken.getMessage(), at(broken));
        } catch (SAXException broken) {
            return rejected("message", "must be well-formed: " + broken.getMessage(), null);
        } catch (IOException notUtf8) {
            return rejected("message", "must be valid UTF-8: " + notUtf8.getMessage(), null);
        }
        return handler.verdict();
    }

    private static boolean isTakProtobuf(ByteBuf message) {
        int start = message.readerIndex();
        return message.readableBytes() >= 3
                && message.getByte(start) == TAK_MAGIC
                && message.getByte(start + 1) == 1
                && message.getByte(start + 2) == TAK_MAGIC;
    }

    /** ATAK takes newlines, spaces and NULs after the event; the JDK's parser stumbles over the NULs only. */
    private static int endWithoutPadding(ByteBuf message) {
        int end = message.writerIndex();
        while (end > message.readerIndex() && isPadding(message.getByte(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isPadding(byte b) {
        return b == 0 || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static TextPosition at(SAXParseException broken) {
        return new TextPosition(Math.max(1, broken.getLineNumber()), Math.max(1, broken.getColumnNumber()));
    }

    private static AtakVerdict rejected(String field, String rule, @Nullable TextPosition at) {
        return AtakVerdict.rejected(new Violation(field, null, rule, at));
    }
}
