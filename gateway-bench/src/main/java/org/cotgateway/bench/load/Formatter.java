package org.cotgateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.CotEvent;

/** The C program that writes events as XML, {@code format.c}, with a set of events. */
final class Formatter implements AutoCloseable {

    private static final double TENTHS = 10;
    private static final int EXCERPT_BYTES = 60;

    private final ChildProgram format;

    /**
     * Starts it, and has it write all events once.
     *
     * @throws IOException if it does not write the same bytes as {@link CotXmlWriter}
     */
    Formatter(Path program, List<CotEvent> events) throws IOException {
        Path in = Files.createTempFile("events", ".bin");
        Path out = Files.createTempFile("events", ".xml");
        try {
            FormatFile.write(events, in);
            format = new ChildProgram(List.of(program.toString(), in.toString()));
            format.ask("write " + out);
            requireSame(ours(events), Files.readAllBytes(out));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    private static byte[] ours(List<CotEvent> events) {
        ByteBuf out = Unpooled.buffer();
        events.forEach(event -> CotXmlWriter.INSTANCE.write(event, out));
        return ByteBufUtil.getBytes(out);
    }

    private static void requireSame(byte[] ours, byte[] theirs) throws IOException {
        int at = Arrays.mismatch(ours, theirs);
        if (at >= 0) {
            throw new IOException("from byte " + at + " on the C formatter writes something else than CotXmlWriter: "
                    + excerpt(theirs, at) + " instead of " + excerpt(ours, at));
        }
    }

    private static String excerpt(byte[] text, int at) {
        int from = Math.max(0, at - EXCERPT_BYTES);
        return new String(text, from, Math.min(text.length, at + EXCERPT_BYTES) - from, StandardCharsets.UTF_8);
    }

    /** Writes all events over and over for so long: the time that one took. */
    double nsPerEvent(int ms) throws IOException {
        return format.ask("time " + ms)[0] / TENTHS;
    }

    @Override
    public void close() throws IOException {
        format.close();
    }
}
