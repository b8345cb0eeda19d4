package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;

/** All that a splitter made of a stream. */
class SplitStream implements Sink {

    static final int LIMIT = 4_096;
    static final String PLAIN = "<event uid=\"plain\"><point/><detail/></event>";
    static final String AUTH = "<auth><cot username=\"u\" password=\"a&gt;b>\" uid=\"x\"/></auth>";

    /** Leak detection records every access to a buffer, which is too much for millions of them. */
    private static final UnpooledByteBufAllocator UNRECORDED = new UnpooledByteBufAllocator(false, true);

    final List<String> events = new ArrayList<>();
    final List<String> auths = new ArrayList<>();
    final List<Long> offsets = new ArrayList<>();
    final List<String> skips = new ArrayList<>();
    long skippedBytes;
    long eventBytes;
    private int awaited = -1;
    private Runnable action = () -> {};

    /** Splits all of a stream, which comes in pieces of so many bytes. */
    static SplitStream of(String stream, int limit, int pieceBytes) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        SplitStream found = new SplitStream();
        try (CotStreamSplitter splitter = new CotStreamSplitter(limit)) {
            for (int i = 0; i < bytes.length; i += Math.min(pieceBytes, bytes.length - i)) {
                feed(splitter, bytes, i, i + Math.min(pieceBytes, bytes.length - i), found);
            }
            splitter.finish(found);
        }
        return found;
    }

    /** Feeds one piece, which the splitter must read to its end and not keep. */
    static void feed(CotStreamSplitter splitter, byte[] bytes, int from, int to, Sink sink) {
        ByteBuf piece = UNRECORDED.heapBuffer(to - from).writeBytes(bytes, from, to - from);
        splitter.feed(piece, sink);
        assertThat(piece.isReadable()).isFalse();
        assertThat(piece.refCnt()).isOne();
        piece.release();
    }

    /** What splitters hold of all streams, with the piece that is being fed. */
    static long heldBytes() {
        return UNRECORDED.metric().usedHeapMemory();
    }

    /** Has something done while the sink is given its n-th event. */
    void afterEvents(int count, Runnable then) {
        awaited = count;
        action = then;
    }

    @Override
    public void event(ByteBuf event, long offset) {
        events.add(event.toString(StandardCharsets.UTF_8));
        offsets.add(offset);
        eventBytes += event.readableBytes();
        if (events.size() == awaited) {
            action.run();
        }
    }

    @Override
    public void authentication(ByteBuf element, long offset) {
        auths.add(element.toString(StandardCharsets.UTF_8));
        eventBytes += element.readableBytes();
    }

    @Override
    public void skipped(SkipReason reason, long offset, long bytes) {
        skips.add(reason + " " + offset + "+" + bytes);
        skippedBytes += bytes;
    }
}
