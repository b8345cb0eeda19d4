package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;

/**
 * Takes the bytes of one document, connection, datagram or file of a feed, in parts that may end anywhere. Nothing that they
 * hold makes it throw. Loop-only.
 */
public interface FeedIntake extends AutoCloseable {

    /**
     * Takes the next bytes, all of them.
     *
     * @param part lent for the call
     */
    void accept(ByteBuf part);

    /** There are no more: what is left is a last row, or cut off. Not to be called again, nor anything but close after it. */
    void end();

    /** Whether nothing that comes now can be understood any more, because of what came before. */
    default boolean isOver() {
        return false;
    }

    /** How many rows have been read that are told of later, with the end of their document. */
    default int heldRows() {
        return 0;
    }

    /** Lets go of what is kept of the rows so far; without {@link #end} an unfinished one is thrown away. */
    @Override
    void close();
}
