package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes a form: its files go to disk, its other fields stay in memory, up to a bound for all of them together. */
final class FormReader implements UploadReader, MultipartReader.Sink {

    /** Room for the largest event and the names of thousands of endpoints. */
    static final int MAX_FIELD_BYTES = 1 << 20;

    static final int MAX_PARTS = 5_000;

    private static final int MAX_HEAD_BYTES = 8 * 1024;

    private final Upload upload;
    private final Predicate<PartHead> isFile;
    private final MultipartReader reader;
    private final List<Form.Field> fields = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private long fieldBytes;
    private @Nullable PartHead field;
    private @Nullable PartHead file;

    /** @param isFile which parts go to disk */
    FormReader(String boundary, long maxBytes, Predicate<PartHead> isFile, Upload upload) {
        this.upload = upload;
        this.isFile = isFile;
        this.reader = new MultipartReader(boundary, new MultipartLimits(MAX_PARTS, MAX_HEAD_BYTES, maxBytes), this);
    }

    @Override
    public @Nullable Refusal feed(ByteBuf bytes) {
        Refusal refusal = reader.feed(bytes);
        return refusal == null && fieldBytes > MAX_FIELD_BYTES
                ? Refusal.tooLarge(
                        "the fields that are no files, and all names, have more than " + MAX_FIELD_BYTES + " bytes")
                : refusal;
    }

    @Override
    public @Nullable Refusal end() {
        return reader.end();
    }

    @Override
    public List<Form.Field> fields() {
        return fields;
    }

    @Override
    public void begins(PartHead head) {
        fieldBytes += head.chars();
        if (isFile.test(head)) {
            file = head;
            upload.beginFile();
        } else {
            field = head;
        }
    }

    @Override
    public void content(ByteBuf bytes) {
        if (file != null) {
            upload.write(bytes);
            return;
        }
        fieldBytes += bytes.readableBytes();
        if (fieldBytes <= MAX_FIELD_BYTES && field != null) {
            content.writeBytes(ByteBufUtil.getBytes(bytes));
        }
    }

    @Override
    public void ends() {
        if (file != null) {
            upload.endFile(file.name(), file.fileName());
            file = null;
        } else if (field != null) {
            fields.add(new Form.Field(field, content.toByteArray()));
            content.reset();
            field = null;
        }
    }
}
