package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A part of a file as a body, read by workers piece by piece as the client takes it: a disk that is slow holds up those
 * and what else they do, where the operating system's own copying from file to socket ({@code sendfile}) would hold up the
 * loop and with it everybody. A download holds one piece in memory at a time; what keeps a fast client busy meanwhile is its
 * socket's send buffer. Closes the file when it is released, at the earliest when nothing reads any more.
 */
final class FileBody extends AbstractReferenceCounted {

    /** As much is read at once. */
    static final int PIECE_BYTES = 64 * 1024;

    private final FileChannel file;
    private final long first;
    private final Executor workers;

    /**
     * Takes the file over.
     *
     * @param first position in the file of the body's first byte
     * @param workers read it; must not run tasks on the loop
     */
    FileBody(FileChannel file, long first, Executor workers) {
        this.file = file;
        this.first = first;
        this.workers = workers;
    }

    /**
     * Reads a piece. Does not block.
     *
     * @param at its position in the body
     * @param bytes its size
     * @param loop runs whichever of the two comes, if it still runs anything
     * @param read takes the buffer over
     * @param failed takes the reason, which may be that the workers take no more work
     */
    void read(long at, int bytes, EventLoop loop, Consumer<ByteBuf> read, Consumer<Throwable> failed) {
        retain();
        try {
            workers.execute(() -> {
                try {
                    ByteBuf piece = read(at, bytes);
                    PackageContents.onLoop(loop, () -> read.accept(piece), piece::release);
                } catch (IOException | RuntimeException | OutOfMemoryError failure) {
                    PackageContents.onLoop(loop, () -> failed.accept(failure), () -> {});
                } finally {
                    release();
                }
            });
        } catch (RejectedExecutionException workersAreGone) {
            release();
            failed.accept(workersAreGone);
        }
    }

    /** Not of the pool for what waits in outboxes, whose fill decides whether anything more is read from anybody. */
    private ByteBuf read(long at, int bytes) throws IOException {
        ByteBuf piece = UnpooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        try {
            while (piece.isWritable()) {
                if (piece.writeBytes(file, first + at + piece.writerIndex(), piece.writableBytes()) < 0) {
                    throw new EOFException("the file ends " + piece.writableBytes() + " bytes too early");
                }
            }
            return piece.retain();
        } finally {
            piece.release();
        }
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
