package org.cotgateway.codec;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from XML: whole documents, in UTF-8, with or without byte order mark and declaration; white space and NULs
 * may follow. The detail is kept exactly: elements, attributes and text in their order, prefixes and their declarations
 * (which come before other attributes); CDATA as the text that it stands for. White space directly in {@code event} and
 * {@code detail} is formatting and is dropped; comments and processing instructions are dropped.
 *
 * <p>Bad input of any kind is an answer, not an exception: all violations at once, with line and column. Refused are, by
 * name, document type declarations, entities but the five of XML, whatever is over one of the {@link XmlLimits}, a root
 * that is not {@code event}, missing attributes, numbers and times that ATAK 5.5 does not read, a second {@code point} or
 * {@code detail}, text behind the end. The work is linear in the bytes and nothing over the limit is looked at.
 *
 * <p>Not thread-safe, but made to be used again: one reader per event loop. Buffers stay the caller's.
 */
public final class CotXmlReader {

    /** Encodings that are UTF-8 or a part of it. */
    private static final Set<String> ENCODINGS = Set.of("UTF-8", "UTF8", "US-ASCII", "ASCII");

    /** Tags of smaller documents cannot have so many attributes that the parser would be slow with them. */
    private static final int HARMLESS_BYTES = 2_048;

    /** Between which character the parser did not expect and why not, which it writes without a gap. */
    private static final Pattern TWO_PARTS = Pattern.compile("(?<=\\(code \\d{1,7}\\))(?=[^\\s:;,.)])");

    private final XmlLimits limits;
    private final EventAssembler assembler;
    private InputFactoryImpl factory = newFactory();
    private byte[] scratch = new byte[HARMLESS_BYTES];
    /** Where the last thing begins that was read of the document. */
    private int readTo;

    public CotXmlReader(XmlLimits limits) {
        this.limits = limits;
        assembler = new EventAssembler(limits);
    }

    /**
     * Reads one whole document: the readable bytes of the buffer, whose indices are not moved. The event, if there is one,
     * may break any rule that it can represent.
     */
    public XmlReading read(ByteBuf document) {
        if (document.readableBytes() > limits.maxEventBytes()) {
            return tooLarge(document.readableBytes());
        }
        return placed(text(document));
    }

    /**
     * Reads a document and checks it by {@link EventRules}, whose violations are given their places, too. Of a document with
     * fields that cannot be read, the others are checked all the same.
     */
    public XmlReading readAndCheck(ByteBuf document) {
        if (document.readableBytes() > limits.maxEventBytes()) {
            return tooLarge(document.readableBytes());
        }
        DocumentText text = text(document);
        XmlReading reading = placed(text);
        CotEvent standIn = assembler.standIn();
        if (standIn == null) {
            return reading;
        }
        Set<String> unreadable =
                reading.violations().stream().map(Violation::field).collect(Collectors.toSet());
        List<Violation> broken = new ArrayList<>(EventRules.check(standIn));
        broken.removeIf(violation -> unreadable.contains(violation.field()));
        if (broken.isEmpty()) {
            return reading;
        }
        List<Violation> all = new ArrayList<>(reading.violations());
        all.addAll(new FieldPositions(text, readTo, broken).addTo(broken));
        return new XmlReading(reading.event(), all, reading.notes());
    }

    private XmlReading tooLarge(int bytes) {
        Violation violation = Violation.of("event", bytes + " bytes", "must be at most " + limits.maxEventBytes());
        return new XmlReading(null, List.of(violation), List.of());
    }

    /**
     * The document as an array, for which the parser is faster than for buffers: the buffer's own, or a copy in one that is
     * used again. Of a document in the midst of an array Aalto tells some places wrongly.
     */
    private DocumentText text(ByteBuf document) {
        int size = document.readableBytes();
        if (document.hasArray() && document.arrayOffset() + document.readerIndex() == 0) {
            return DocumentText.of(document.array(), 0, size);
        }
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, Math.min(limits.maxEventBytes(), scratch.length * 2))];
        }
        document.getBytes(document.readerIndex(), scratch, 0, size);
        return DocumentText.of(scratch, 0, size);
    }

    private XmlReading placed(DocumentText text) {
        XmlReading reading = read(text);
        if (reading.violations().isEmpty() && reading.notes().isEmpty()) {
            return reading;
        }
        List<Violation> all = new ArrayList<>(reading.violations());
        all.addAll(reading.notes());
        FieldPositions positions = new FieldPositions(text, readTo, all);
        return new XmlReading(reading.event(), positions.addTo(reading.violations()), positions.addTo(reading.notes()));
    }

    private XmlReading read(DocumentText text) {
        readTo = text.to();
        if (assembler.begin()) {
            factory = newFactory();
        }
        Violation unreadable = unreadable(text);
        if (unreadable != null) {
            assembler.violate(unreadable);
            return assembler.giveUp();
        }
        AsyncXMLStreamReader<AsyncByteArrayFeeder> xml = factory.createAsyncForByteArray();
        try {
            xml.getInputFeeder().feedInput(text.bytes(), text.from(), text.length());
            xml.getInputFeeder().endOfInput();
            return parse(xml, text);
        } catch (XMLStreamException | RuntimeException malformed) {
            // Broken text makes Aalto throw an unchecked exception, and some broken input one that says it is a bug.
            assembler.violate(malformed(malformed, xml, text));
            return assembler.giveUp();
        } finally {
            close(xml);
        }
    }

    /** What makes it pointless to begin. */
    private @Nullable Violation unreadable(DocumentText text) {
        if (text.length() == 0) {
            return Violation.of("event", null, "must not be empty");
        }
        if (!text.isUtf8()) {
            return Violation.of("event", null, "must be valid UTF-8").at(text.position(text.invalidUtf8()));
        }
        int root = text.afterProlog();
        if (text.startsWith("<!DOCTYPE", root)) {
            return Violation.of("event", "<!DOCTYPE", "must have no document type declaration")
                    .at(text.position(root));
        }
        return text.length() > HARMLESS_BYTES ? tooManyAttributes(text) : null;
    }

    private @Nullable Violation tooManyAttributes(DocumentText text) {
        TagWalker walker = new TagWalker(text);
        int attributes = 0;
        for (TagWalker.Found found = walker.next(); found != TagWalker.Found.NOTHING; found = walker.next()) {
            if (found == TagWalker.Found.START) {
                attributes = 0;
            }
            if (found == TagWalker.Found.ATTRIBUTE && ++attributes > limits.maxAttributes()) {
                return Violation.of(
                                walker.element(),
                                attributes + " attributes",
                                "must be at most " + limits.maxAttributes())
                        .at(text.position(walker.index()));
            }
        }
        return null;
    }

    private XmlReading parse(AsyncXMLStreamReader<?> xml, DocumentText text) throws XMLStreamException {
        boolean goOn = true;
        while (goOn) {
            switch (xml.next()) {
                case XMLStreamConstants.START_DOCUMENT -> goOn = isEncodingKnown(xml);
                case XMLStreamConstants.START_ELEMENT -> goOn = assembler.start(xml);
                case XMLStreamConstants.END_ELEMENT -> assembler.end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE ->
                    goOn = assembler.text(xml) && !beginsWithCdataEnd(xml, text);
                case XMLStreamConstants.CDATA -> goOn = assembler.text(xml);
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    assembler.violate(Violation.of(
                            "event", '&' + xml.getLocalName() + ';', "must use no entities but those of XML"));
                    goOn = false;
                }
                case AsyncXMLStreamReader.EVENT_INCOMPLETE -> {
                    assembler.violate(Violation.of("event", null, "must be complete; a tag or an element has no end")
                            .at(text.position(text.to())));
                    goOn = false;
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return assembler.finish();
                }
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> goOn = assembler.instruction(xml);
                default -> {
                    // Comments are not kept.
                }
            }
        }
        readTo = begin(xml, text);
        return assembler.giveUpAt(text.position(readTo));
    }

    /** Where that begins which the parser has just reported. */
    private static int begin(AsyncXMLStreamReader<?> xml, DocumentText text) {
        return text.from() + (int) xml.getLocationInfo().getStartingByteOffset();
    }

    /** What Aalto lets pass at the beginning of a run of text, and only there. */
    private boolean beginsWithCdataEnd(AsyncXMLStreamReader<?> xml, DocumentText text) {
        int index = begin(xml, text);
        if (!text.startsWith("]]>", index)) {
            return false;
        }
        assembler.violate(
                Violation.of("event", null, "must be well-formed: ]]> in text").at(text.position(index)));
        return true;
    }

    private boolean isEncodingKnown(AsyncXMLStreamReader<?> xml) {
        String encoding = xml.getCharacterEncodingScheme();
        if (encoding == null || ENCODINGS.contains(encoding.toUpperCase(Locale.ROOT))) {
            return true;
        }
        assembler.violate(Violation.of("event", encoding, "must be encoded in UTF-8"));
        return false;
    }

    private Violation malformed(Exception malformed, AsyncXMLStreamReader<?> xml, DocumentText text) {
        String message = malformed.getMessage() == null ? "" : malformed.getMessage();
        String what = TWO_PARTS
                .matcher(message.lines().findFirst().orElse(malformed.getClass().getSimpleName()))
                .replaceFirst("; ");
        Throwable located = malformed instanceof XMLStreamException ? malformed : malformed.getCause();
        int behind = located instanceof XMLStreamException exact && exact.getLocation() != null
                ? exact.getLocation().getCharacterOffset()
                : xml.getLocation().getCharacterOffset();
        readTo = text.from() + Math.max(0, behind - 1);
        return Violation.of("event", null, "must be well-formed: " + what).at(text.position(readTo));
    }

    private static void close(AsyncXMLStreamReader<?> xml) {
        try {
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a parser without input cannot fail to close it", impossible);
        }
    }

    private static InputFactoryImpl newFactory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }
}
