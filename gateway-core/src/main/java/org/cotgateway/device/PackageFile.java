package org.cotgateway.device;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A package on its way to disk: written by the worker under a name that ends in {@code .part}, moved to its own name when
 * it is kept. Methods are for the loop and never block; {@link #write} takes the buffer over. Exactly one of {@link
 * #keep} and {@link #discard} ends it.
 */
final class PackageFile {

    private static final int HIGH_WATER_BYTES = 256 * 1_024;
    private static final int LOW_WATER_BYTES = 64 * 1_024;
    private static final int MAX_NAME_CHARS = 100;

    private final Path target;
    private final Path part;
    private final FleetResources fleet;
    private final Runnable whenDrained;
    private int pendingBytes;
    private boolean behind;

    /** Worker only. */
    private @Nullable FileChannel file;

    /** Worker only: the first thing that went wrong. */
    private @Nullable IOException failure;

    /**
     * @param directory is made if it is not there
     * @param name as the sender calls it; only its last, harmless part is used
     * @param id tells this download from others of the same name
     * @param whenDrained called on the loop when the worker has caught up after {@link #isBehind} was true
     */
    PackageFile(Path directory, String name, int id, FleetResources fleet, Runnable whenDrained) {
        this.target = directory.resolve(safeName(name));
        this.part = directory.resolve(safeName(name) + "." + id + ".part");
        this.fleet = fleet;
        this.whenDrained = whenDrained;
    }

    /** A file name that stays in its directory, whatever the sender wrote. */
    static String safeName(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        last.codePoints()
                .limit(MAX_NAME_CHARS)
                .map(c -> Character.isLetterOrDigit(c) || " ._-+()".indexOf(c) >= 0 ? c : '_')
                .forEach(safe::appendCodePoint);
        boolean hidden = safe.length() == 0 || safe.charAt(0) == '.' || safe.charAt(0) == ' ';
        return hidden ? "_" + safe : safe.toString();
    }

    void write(ByteBuf bytes) {
        assert fleet.loop().inEventLoop();
        int length = bytes.readableBytes();
        pendingBytes += length;
        behind |= pendingBytes > HIGH_WATER_BYTES;
        fleet.worker().execute(() -> {
            append(bytes);
            fleet.onLoop(() -> written(length));
        });
    }

    /** Whether the disk is slower than the network, so that nothing more should be read for a while. */
    boolean isBehind() {
        return behind;
    }

    private void written(int length) {
        pendingBytes -= length;
        if (behind && pendingBytes <= LOW_WATER_BYTES) {
            behind = false;
            whenDrained.run();
        }
    }

    /** Gives the file its name; then, on the loop, either where it is or why it is not there. */
    void keep(BiConsumer<@Nullable Path, @Nullable IOException> whenKept) {
        fleet.worker().execute(() -> {
            close();
            if (failure == null) {
                try {
                    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                delete();
            }
            @Nullable IOException wrong = failure;
            fleet.onLoop(() -> whenKept.accept(wrong == null ? target : null, wrong));
        });
    }

    /** Throws away what was written. */
    void discard() {
        fleet.worker().execute(() -> {
            close();
            delete();
        });
    }

    private void append(ByteBuf bytes) {
        try {
            if (failure == null) {
                FileChannel out = open();
                while (bytes.isReadable()) {
                    bytes.readBytes(out, bytes.readableBytes());
                }
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            bytes.release();
        }
    }

    private FileChannel open() throws IOException {
        if (file == null) {
            Files.createDirectories(part.toAbsolutePath().getParent());
            file = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        }
        return file;
    }

    private void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
