package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The events of one file, each read and checked. Positions are those of the file. */
record EventFile(String name, List<CheckedEvent> events) {

    /** What {@code -} is called. */
    static final String STANDARD_INPUT = "-";

    private static final int MAX_BYTES = 64 * 1024 * 1024;

    /** Where a file begins. */
    static final TextPosition START = new TextPosition(1, 1);

    EventFile {
        events = List.copyOf(events);
    }

    /**
     * One event of a file.
     *
     * @param at where it begins
     * @param event what was read, or null when nothing could be
     * @param violations all that is wrong with it, each with its place
     */
    record CheckedEvent(TextPosition at, @Nullable CotEvent event, List<Violation> violations) {

        CheckedEvent {
            violations = List.copyOf(violations);
        }

        boolean valid() {
            return violations.isEmpty();
        }
    }

    /**
     * Reads a file, or standard input for {@code -}.
     *
     * @throws IOException when it cannot be read, is empty or is too large, with a message for people
     */
    static EventFile read(String name, InputStream standardInput) throws IOException {
        byte[] content = content(name, standardInput);
        if (isBlank(content)) {
            throw new IOException("no event in it, it is empty");
        }
        return new EventFile(name, check(content));
    }

    private static byte[] content(String name, InputStream standardInput) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return limited(standardInput);
        }
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            throw new IOException("is a directory");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return limited(in);
        }
    }

    private static byte[] limited(InputStream in) throws IOException {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            throw new IOException("is over " + MAX_BYTES + " bytes");
        }
        return content;
    }

    private static boolean isBlank(byte[] content) {
        for (byte b : content) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    private static List<CheckedEvent> check(byte[] content) {
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        List<CheckedEvent> events = new ArrayList<>();
        ByteBuf document = Unpooled.wrappedBuffer(content);
        events.add(check(reader, document, START));
        return events;
    }

    private static CheckedEvent check(CotXmlReader reader, ByteBuf document, TextPosition start) {
        XmlReading reading = reader.read(document);
        List<Violation> violations = new ArrayList<>();
        for (Violation violation : reading.violations()) {
            violations.add(violation.at(inFile(violation.at(), start)));
        }
        CotEvent event = reading.event();
        if (event != null && violations.isEmpty()) {
            EventRules.check(event).forEach(violation -> violations.add(violation.at(start)));
        }
        return new CheckedEvent(start, event, violations);
    }

    /** The place in the file of a place in a document that begins at {@code start}. */
    private static TextPosition inFile(@Nullable TextPosition inDocument, TextPosition start) {
        if (inDocument == null) {
            return start;
        }
        return inDocument.line() == 1
                ? new TextPosition(start.line(), start.column() + inDocument.column() - 1)
                : new TextPosition(start.line() + inDocument.line() - 1, inDocument.column());
    }
}
