package org.cotgateway.json;

import io.netty.buffer.ByteBuf;

/** Tells the line of an offset in a stream of bytes, for offsets in rising order. Not thread-safe. */
final class LineOffsets {

    /** Where in the stream line feeds are, of those that have come and that no offset has passed yet. */
    private long[] feeds = new long[64];

    private int first;
    private int count;
    private int line = 1;
    /** Where that line begins. */
    private long lineBegin;

    private long offset;

    /** Takes the readable bytes of the buffer, which come next in the stream. */
    void add(ByteBuf part) {
        int from = part.readerIndex();
        int end = part.writerIndex();
        int at = from;
        while (at < end && (at = part.indexOf(at, end, (byte) '\n')) >= 0) {
            push(offset + at - from);
            at++;
        }
        offset += end - from;
    }

    /** How many bytes have come. */
    long end() {
        return offset;
    }

    /** The line in which that byte stands, counted from 1. */
    int lineAt(long at) {
        while (count > 0 && feeds[first] < at) {
            lineBegin = feeds[first] + 1;
            first++;
            count--;
            line++;
        }
        return line;
    }

    /** Where the line begins in which the byte stands that was asked for last. */
    long lineBegin() {
        return lineBegin;
    }

    private void push(long feed) {
        if (first + count == feeds.length) {
            long[] to = count < feeds.length / 2 ? feeds : new long[feeds.length * 2];
            System.arraycopy(feeds, first, to, 0, count);
            feeds = to;
            first = 0;
        }
        feeds[first + count++] = feed;
    }
}
