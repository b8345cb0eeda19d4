package org.cotgateway.http;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/**
 * A part of a file as a body, which the operating system copies to the socket without passing it through this process. It
 * is written slice by slice ({@link AnswerWriter}): what is sent of a file in one go is all that the socket takes, megabytes
 * where the network is fast, and everybody else waits for it. Closes the file when it is released.
 */
final class FileBody extends AbstractReferenceCounted {

    private final FileChannel file;
    private final long first;

    /**
     * Takes the file over.
     *
     * @param first position in the file of the body's first byte
     */
    FileBody(FileChannel file, long first) {
        this.file = file;
        this.first = first;
    }

    /**
     * A slice, which holds on to the file until it is released.
     *
     * @param at its position in the body
     */
    FileRegion slice(long at, long bytes) {
        retain();
        return new DefaultFileRegion(file, first + at, bytes) {
            @Override
            protected void deallocate() {
                FileBody.this.release();
            }
        };
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }

    @Override
    protected void deallocate() {
        try {
            file.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
