package org.cotgateway.json;

import io.netty.buffer.ByteBuf;

/**
 * The reading of one document that comes in pieces, cut anywhere. What is found goes to the {@link EventItems} as soon as it is
 * all there, whatever the pieces are. Bad input of any kind is told to them and never thrown.
 *
 * <p>Holds at most one item, however long the document is. Not thread-safe.
 */
public interface EventDocument extends AutoCloseable {

    /** Takes the next piece: the readable bytes of a buffer, which stays the caller's; its indices may move. */
    void feed(ByteBuf part);

    /** Ends the document: what is cut off is reported. Called once, after the last piece. */
    void end();

    /** Releases what is held, at any time; nothing is reported any more. Can be called again. */
    @Override
    void close();
}
