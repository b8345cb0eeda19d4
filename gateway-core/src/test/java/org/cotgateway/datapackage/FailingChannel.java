package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A file of which one writing can fail after some bytes, and the truncating with it, or have something happen before it; else a
 * file like any other.
 */
final class FailingChannel extends FileChannel {

    private final FileChannel file;
    private @Nullable Runnable beforeFailing;
    private int bytesBeforeFailing;
    private @Nullable Runnable beforeNext;

    FailingChannel(FileChannel file) {
        this.file = file;
    }

    /** Lets the next writing fail after so many bytes and after this task, and the truncating behind it. */
    void failOnce(int afterBytes, Runnable beforehand) {
        bytesBeforeFailing = afterBytes;
        beforeFailing = beforehand;
    }

    /** Has this done once, before the next writing. */
    void beforeNext(Runnable task) {
        beforeNext = task;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        Runnable first = beforeNext;
        if (first != null) {
            beforeNext = null;
            first.run();
        }
        Runnable beforehand = beforeFailing;
        if (beforehand == null) {
            return file.write(bytes);
        }
        file.write(bytes.slice(bytes.position(), bytesBeforeFailing));
        beforehand.run();
        throw new IOException("disk is full");
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (beforeFailing != null) {
            beforeFailing = null;
            throw new IOException("cannot truncate");
        }
        file.truncate(size);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer bytes, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
