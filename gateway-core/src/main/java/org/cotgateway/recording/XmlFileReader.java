package org.cotgateway.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.ZipException;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of XML events as a peer would send them on a stream. The timing is that of the events' own times: each comes
 * as long after the one before it as its time is later; see {@link EventTimes}.
 */
final class XmlFileReader implements RecordingReader, CotStreamSplitter.Sink {

    private static final int PIECE_BYTES = 16 * 1024;

    private final InputStream in;
    private final CotStreamSplitter splitter = new CotStreamSplitter(XmlLimits.DEFAULT.maxEventBytes());
    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
    private final EventTimes times = new EventTimes();
    private final Deque<RecordingEntry> ready = new ArrayDeque<>();
    private boolean over;

    XmlFileReader(InputStream in) {
        this.in = in;
    }

    @Override
    public @Nullable RecordingEntry next() throws IOException {
        while (ready.isEmpty() && !over) {
            readPiece();
        }
        return ready.poll();
    }

    private void readPiece() throws IOException {
        byte[] piece;
        try {
            piece = in.readNBytes(PIECE_BYTES);
        } catch (EOFException | ZipException cutOff) {
            finish();
            ready.add(new RecordingEntry.Unreadable("end", "the compressed file is cut off or damaged"));
            return;
        }
        if (piece.length == 0) {
            finish();
        } else {
            splitter.feed(Unpooled.wrappedBuffer(piece), this);
        }
    }

    private void finish() {
        over = true;
        splitter.finish(this);
    }

    @Override
    public void event(ByteBuf xml, long offset) {
        XmlReading reading = reader.read(xml);
        CotEvent event = reading.event();
        if (event == null) {
            unreadable(offset, "no event: " + reading.violations().get(0));
        } else {
            String text = xml.toString(StandardCharsets.UTF_8);
            ready.add(new RecordingEntry.Event(times.next(event.timeMs()), "", "xml", text, event));
        }
    }

    @Override
    public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
        switch (reason) {
            case BETWEEN_EVENTS -> {
                // Declarations, or an element around them all: no event is lost with it.
            }
            case UNFINISHED, OVERDUE, UNCLOSED -> unreadable(offset, "an event without end, " + bytes + " bytes");
            case TOO_LARGE -> unreadable(offset, "an event over " + XmlLimits.DEFAULT.maxEventBytes() + " bytes");
        }
    }

    private void unreadable(long offset, String why) {
        ready.add(new RecordingEntry.Unreadable("byte " + offset, why));
    }

    @Override
    public void close() throws IOException {
        splitter.close();
        in.close();
    }
}
