package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;

/**
 * The body of an answer, written as one message.
 *
 * @param message a {@link ByteBuf} or a {@link FileBody}; the writing releases it
 * @param length its bytes
 */
record AnswerBody(ReferenceCounted message, long length) {

    /** For a body that is not going to be written. */
    void release() {
        message.release();
    }
}
