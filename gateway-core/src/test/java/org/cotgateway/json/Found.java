package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;

/** All that was found in a document. */
record Found(List<CotEvent> events, List<String> rejected, List<String> ignored) implements EventItems {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final DocumentSettings SETTINGS = DocumentSettings.DEFAULT.withClock(InstantSource.fixed(NOW));

    Found() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    static Found in(DocumentFormat format, String document) {
        return in(format, document.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    /** What is found when the document comes in pieces of that size. */
    static Found in(DocumentFormat format, byte[] document, int pieceBytes) {
        return in(format, document, pieceBytes, SETTINGS);
    }

    static Found in(DocumentFormat format, byte[] document, int pieceBytes, DocumentSettings settings) {
        Found found = new Found();
        // Leak detection records every access to a buffer, too much for many documents: this counts what is held.
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);
        ByteBuf all = memory.heapBuffer(document.length).writeBytes(document);
        try (EventDocument reading = format.open(found, settings)) {
            while (all.isReadable()) {
                reading.feed(all.readSlice(Math.min(pieceBytes, all.readableBytes())));
            }
            reading.end();
        }
        all.release();
        if (memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory() != 0) {
            throw new AssertionError("buffers are held still: " + memory.metric());
        }
        return found;
    }

    @Override
    public void event(CotEvent event, long index, int line) {
        assert index == events.size() + rejected.size() : index;
        events.add(event);
    }

    @Override
    public void rejected(long index, int line, List<Violation> violations) {
        assert !violations.isEmpty();
        assert index == events.size() + rejected.size() : index;
        for (Violation violation : violations) {
            assert violation.field().matches("(/.*|event.*|point.*|detail.*|document)") : violation;
        }
        rejected.add(index + " line " + line + ": " + violations);
    }

    @Override
    public void ignored(long index, int line, String field) {
        ignored.add(field);
    }

    CotEvent event() {
        if (events.size() != 1 || !rejected.isEmpty()) {
            throw new AssertionError(this);
        }
        return events.get(0);
    }
}
