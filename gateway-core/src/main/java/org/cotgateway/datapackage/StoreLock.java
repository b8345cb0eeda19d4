package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a second store, of this process or another, out of a directory. The operating system frees it with the process. */
final class StoreLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StoreLock.class);
    private static final String FILE = ".lock";

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the directory's lock or says that it is taken. */
    static StoreLock take(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("package store " + directory + " is in use by another gateway");
        }
        return new StoreLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException takenByThisProcess) {
            return null;
        }
    }

    /** Closing the channel frees the lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            log.warn("lock of a package store not closed cleanly: {}", Failures.reason(failure));
        }
    }
}
