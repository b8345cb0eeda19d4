package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The events of one file, each read and checked. Positions are those of the file.
 *
 * @param name the file's name as it was given
 * @param events in the order of the file
 * @param between what is wrong with the text between several events
 */
record EventFile(String name, List<CheckedEvent> events, List<Violation> between) {

    /** What standard input is called. */
    static final String STANDARD_INPUT = "-";

    private static final int MAX_BYTES = 64 * 1024 * 1024;

    EventFile {
        events = List.copyOf(events);
        between = List.copyOf(between);
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
        return new Reading(content).run(name);
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

    /** One pass over a file's content, which finds the events and reads each. */
    private static final class Reading implements CotStreamSplitter.Sink {

        private final ByteBuf content;
        private final LineIndex lines;
        private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        private final List<CheckedEvent> events = new ArrayList<>();
        private final EventSurroundings surroundings = new EventSurroundings();
        private int end;

        Reading(byte[] content) {
            this.content = Unpooled.wrappedBuffer(content);
            this.lines = new LineIndex(content);
        }

        EventFile run(String name) {
            try (CotStreamSplitter splitter = CotStreamSplitter.ofDocument(XmlLimits.DEFAULT.maxEventBytes())) {
                splitter.feed(content.duplicate(), this);
                splitter.finish(this);
            }
            between(content.readableBytes());
            if (events.size() <= 1 && !surroundings.isMoreThanAnEvent()) {
                // One document, of which what stands before and after the event is a part: a DOCTYPE, say.
                events.clear();
                end = 0;
                event(content, 0);
                return new EventFile(name, events, List.of());
            }
            return new EventFile(name, events, surroundings.violations());
        }

        @Override
        public void event(ByteBuf event, long offset) {
            between((int) offset);
            end = (int) offset + event.readableBytes();
            TextPosition start = lines.position((int) offset);
            XmlReading reading = reader.readAndCheck(event);
            List<Violation> violations = new ArrayList<>();
            for (Violation violation : reading.violations()) {
                violations.add(violation.at(inFile(violation.at(), start)));
            }
            events.add(new CheckedEvent(start, reading.event(), violations));
        }

        @Override
        public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
            int from = (int) offset;
            if (reason == CotStreamSplitter.SkipReason.UNCLOSED) {
                between(from);
                end = from + (int) bytes;
                surroundings.unclosed(text(from, end), lines.position(from));
            } else if (reason != CotStreamSplitter.SkipReason.BETWEEN_EVENTS) {
                // The reader tells what is wrong with it, and where.
                event(content.slice(from, (int) bytes), offset);
            }
        }

        /** Looks at what stands between the last event and the next, which begins there. */
        private void between(int next) {
            surroundings.add(text(end, next), lines.position(end));
        }

        private String text(int from, int to) {
            return content.toString(from, to - from, StandardCharsets.UTF_8);
        }

        /** The place in the file of a place in an event that begins at {@code start}. */
        private static TextPosition inFile(@Nullable TextPosition inEvent, TextPosition start) {
            if (inEvent == null) {
                return start;
            }
            return inEvent.line() == 1
                    ? new TextPosition(start.line(), start.column() + inEvent.column() - 1)
                    : new TextPosition(start.line() + inEvent.line() - 1, inEvent.column());
        }
    }
}
