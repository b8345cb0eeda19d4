package org.cotgateway.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads JSON documents, one or several one after the other, as they come. What is no JSON ends it: nothing that follows can
 * be told from what was meant.
 */
final class JsonIntake implements FeedIntake {

    private static final int PART_BYTES = 8_192;

    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private final JsonRows json;
    private final RowSink rows;
    private final String itemsRule;
    private final byte[] part = new byte[PART_BYTES];
    private final int maxTokenBytes;
    private int bytesSinceToken;
    private boolean any;
    private boolean broken;

    /**
     * @param itemsRule what a document must have if its rows are not where they should be
     * @param maxTokenBytes of a text, name or number, and of blanks in one run
     */
    JsonIntake(JsonFactory factory, JsonRows json, RowSink rows, String itemsRule, int maxTokenBytes) {
        try {
            parser = factory.createNonBlockingByteArrayParser();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a parser without input reads nothing", impossible);
        }
        this.feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        this.json = json;
        this.rows = rows;
        this.itemsRule = itemsRule;
        this.maxTokenBytes = maxTokenBytes;
    }

    @Override
    public void accept(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex() && !broken) {
            int length = Math.min(PART_BYTES, bytes.writerIndex() - at);
            bytes.getBytes(at, part, 0, length);
            at += length;
            try {
                feeder.feedInput(part, 0, length);
                bytesSinceToken += length;
                read();
                if (bytesSinceToken > maxTokenBytes + PART_BYTES) {
                    broken = true;
                    rows.unreadable(
                            line(), RejectReason.TOO_LARGE, "must have texts of at most " + maxTokenBytes + " bytes");
                }
            } catch (IOException noJson) {
                fail(noJson);
            }
        }
    }

    @Override
    public void end() {
        if (broken) {
            return;
        }
        feeder.endOfInput();
        try {
            read();
        } catch (IOException noJson) {
            if (json.isInside()) {
                broken = true;
                rows.unreadable(line(), RejectReason.UNFINISHED, "must not be cut off");
            } else {
                fail(noJson);
            }
        }
        if (!any && !broken) {
            rows.unreadable(1, RejectReason.MALFORMED, "must be JSON: there is nothing");
        }
    }

    @Override
    public boolean isOver() {
        return broken;
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a parser without a stream closes none", impossible);
        }
    }

    private void read() throws IOException {
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.NOT_AVAILABLE && token != null) {
            bytesSinceToken = 0;
            if (!json.isInside()) {
                json.reset();
                any = true;
            }
            json.token(token, parser);
            if (!json.isInside() && !json.foundRows()) {
                rows.unreadable(line(), RejectReason.MISSING, itemsRule);
            }
        }
    }

    private void fail(IOException noJson) {
        broken = true;
        rows.unreadable(line(), JsonRows.reasonOf(noJson), "must be JSON: " + NdjsonLines.message(noJson));
    }

    private int line() {
        return parser.currentLocation().getLineNr();
    }
}
