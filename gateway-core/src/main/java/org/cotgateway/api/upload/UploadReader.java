package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the files in a body and gives them to their {@link Upload}. Loop-only. */
interface UploadReader {

    /** Takes the next bytes, which are lent. Null if all is well. */
    @Nullable
    Refusal feed(ByteBuf bytes);

    /** The body is complete. Null if all is well. */
    @Nullable
    Refusal end();

    /** What is no file. */
    List<Form.Field> fields();
}
