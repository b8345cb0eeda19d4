package org.cotgateway.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there as a whole or not at all: what is written goes to one beside it, which takes its place in the end. So
 * it may be read while it is written anew. Pipes and devices are written to at once.
 */
final class ReplacedFile implements Closeable {

    private final Path file;
    /** Null when the file itself is written to. */
    private final @Nullable Path beside;

    private final OutputStream out;

    private ReplacedFile(Path file, @Nullable Path beside, OutputStream out) {
        this.file = file;
        this.beside = beside;
        this.out = new BufferedOutputStream(out);
    }

    static ReplacedFile open(Path target) throws IOException {
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            return new ReplacedFile(target, null, Files.newOutputStream(target));
        }
        // What a link points to is replaced, not the link.
        Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path directory = file.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new FileSystemException(directory.toString(), null, "no such directory");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        Path beside = file.resolveSibling(".cotgw-" + UUID.randomUUID() + ".tmp");
        return new ReplacedFile(file, beside, Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW));
    }

    /** Takes what is written; closed with the file. */
    OutputStream out() {
        return out;
    }

    /** Whether that is the file which is replaced. */
    boolean replaces(Path other) throws IOException {
        return beside != null && Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
    }

    /** All is written: the file is now what was written. */
    void replace() throws IOException {
        out.close();
        if (beside != null) {
            PosixFileAttributeView old = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (old != null && Files.exists(file)) {
                Files.setPosixFilePermissions(beside, old.readAttributes().permissions());
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Closes it; what was not to {@link #replace} the file is gone. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (beside != null) {
                Files.deleteIfExists(beside);
            }
        }
    }
}
