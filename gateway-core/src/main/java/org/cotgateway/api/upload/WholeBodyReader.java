package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a body that is one file. */
final class WholeBodyReader implements UploadReader {

    private final Upload upload;
    private final long maxBytes;
    private long bytes;

    WholeBodyReader(Upload upload, long maxBytes) {
        this.upload = upload;
        this.maxBytes = maxBytes;
        upload.beginFile();
    }

    @Override
    public @Nullable Refusal feed(ByteBuf part) {
        bytes += part.readableBytes();
        if (bytes > maxBytes) {
            return Refusal.tooLarge("the body has more than " + maxBytes + " bytes");
        }
        upload.write(part);
        return null;
    }

    @Override
    public @Nullable Refusal end() {
        upload.endFile("", null);
        return null;
    }

    @Override
    public List<Form.Field> fields() {
        return List.of();
    }
}
