package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.RecordCopy;
import org.jspecify.annotations.Nullable;

/** A feed that is given bytes, and everything that came of them. */
final class FeedRun implements FeedObserver {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    record Rejection(int line, RejectReason reason, List<Violation> violations) {
        @Override
        public String toString() {
            return line + " " + reason + " " + violations;
        }
    }

    final List<CotEvent> events = new ArrayList<>();
    final List<Integer> lines = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();
    int ignored;
    /** Whose bytes are taken. */
    Object sender = "one";

    Instant now = NOW;
    private final FeedReader reader;

    FeedRun(FeedSettings settings) {
        assert settings.check().isEmpty() : settings.check();
        reader = new FeedReader(settings, (event, feed) -> true, new Counters(), (InstantSource) () -> now);
    }

    static FeedSettings feed(FeedFormat format, @Nullable MappingSettings mapping) {
        return RecordCopy.of(FeedSettings.TEMPLATE)
                .with("name", "partner")
                .with("format", format)
                .with("timeZone", null)
                .with("mapping", mapping)
                .get();
    }

    static FeedSettings builtIn(FeedFormat format) {
        return feed(format, null);
    }

    static FeedSettings withRowBytes(FeedSettings feed, int maxRowBytes) {
        return RecordCopy.of(feed).with("maxRowBytes", maxRowBytes).get();
    }

    /** Takes all of it in one part. */
    FeedRun take(String text) {
        return take(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    FeedRun take(byte[] bytes, int partBytes) {
        try (FeedIntake intake = reader.open(this, sender)) {
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(partBytes, bytes.length - at);
                ByteBuf part = Unpooled.wrappedBuffer(bytes, at, length);
                intake.accept(part);
                at += length;
            }
            intake.end();
        }
        return this;
    }

    FeedCounts counts() {
        return reader.counts();
    }

    /** What an event's callsign and remarks say. */
    static String said(CotEvent event) {
        String callsign = event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElse("-");
        String remarks = event.detail()
                .element(Remarks.NAME, Remarks::from)
                .map(Remarks::text)
                .orElse("-");
        return callsign + ": " + remarks;
    }

    CotEvent only() {
        if (events.size() != 1 || !rejections.isEmpty()) {
            throw new AssertionError("one event was wanted, not " + events + " and " + rejections);
        }
        return events.get(0);
    }

    Rejection onlyRejection() {
        if (rejections.size() != 1) {
            throw new AssertionError("one rejection was wanted, not " + rejections);
        }
        return rejections.get(0);
    }

    static byte[] sample(String name) throws IOException {
        try (InputStream in = FeedRun.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void event(CotEvent event, EventTiming timing, int line) {
        events.add(event);
        lines.add(line);
    }

    @Override
    public void ignored(int line) {
        ignored++;
    }

    @Override
    public void rejected(int line, RejectReason reason, List<Violation> violations) {
        rejections.add(new Rejection(line, reason, violations));
    }
}
