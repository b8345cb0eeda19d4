package org.cotgateway.api.upload;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form that has arrived. Its files are deleted when it is discarded, which must be done in every case; those that were
 * moved away by then stay. Loop-only.
 */
public final class Form {

    /**
     * A field that is no file on disk.
     *
     * @param head what is said of it
     * @param content its bytes
     */
    public record Field(PartHead head, byte[] content) {

        /** Whether it is text in UTF-8. */
        public boolean isText() {
            return ByteBufUtil.isText(Unpooled.wrappedBuffer(content), StandardCharsets.UTF_8);
        }

        /** As text in UTF-8, whatever else the client says; what is none is replaced. */
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    private final List<Field> fields;
    private final List<UploadedFile> files;
    private final Upload upload;

    Form(List<Field> fields, List<UploadedFile> files, Upload upload) {
        this.fields = List.copyOf(fields);
        this.files = files;
        this.upload = upload;
    }

    /** The fields in their order. */
    public List<Field> fields() {
        return fields;
    }

    /** The fields of this name, as text. */
    public List<String> texts(String name) {
        return fields.stream()
                .filter(field -> field.head().name().equals(name))
                .map(Field::text)
                .toList();
    }

    /** The first field of this name, or null. */
    public @Nullable Field field(String name) {
        return fields.stream()
                .filter(field -> field.head().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The files in their order. */
    public List<UploadedFile> files() {
        return files;
    }

    /** Deletes the files. */
    public void discard() {
        upload.discard();
    }
}
