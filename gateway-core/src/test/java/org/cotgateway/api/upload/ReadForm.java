package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a reader makes of a form's bytes, given in pieces. */
final class ReadForm implements MultipartReader.Sink {

    record Part(PartHead head, String content) {}

    static final MultipartLimits LIMITS = new MultipartLimits(20, 500, 100_000);

    final List<Part> parts = new ArrayList<>();

    @Nullable
    Refusal refusal;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private @Nullable PartHead head;

    /** @param cuts where the bytes are cut into pieces */
    static ReadForm of(String boundary, byte[] body, int... cuts) {
        ReadForm read = new ReadForm();
        MultipartReader reader = new MultipartReader(boundary, LIMITS, read);
        int from = 0;
        for (int cut : cuts) {
            read.feed(reader, body, from, cut);
            from = cut;
        }
        read.feed(reader, body, from, body.length);
        read.refusal = reader.end();
        return read;
    }

    private void feed(MultipartReader reader, byte[] body, int from, int to) {
        ByteBuf piece = Unpooled.copiedBuffer(body, from, to - from);
        reader.feed(piece);
        piece.release();
    }

    boolean isWhole() {
        return refusal == null;
    }

    @Override
    public void begins(PartHead begun) {
        head = begun;
    }

    @Override
    public void content(ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), copy);
        content.writeBytes(copy);
    }

    @Override
    public void ends() {
        parts.add(new Part(Objects.requireNonNull(head), content.toString(StandardCharsets.ISO_8859_1)));
        content.reset();
    }
}
