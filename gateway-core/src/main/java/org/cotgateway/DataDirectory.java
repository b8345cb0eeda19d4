package org.cotgateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.cotgateway.datapackage.TemporaryDirectory;
import org.jspecify.annotations.Nullable;

/** Where a gateway keeps what outlives it; a temporary one is deleted on close. */
final class DataDirectory implements AutoCloseable {

    private static final String UID_FILE = "gateway-uid";
    private static final String UID_PREFIX = "COT-GATEWAY-";

    private final Path path;
    private final @Nullable TemporaryDirectory temporary;

    private DataDirectory(Path path, @Nullable TemporaryDirectory temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** Makes the directory if it is missing; null for a temporary one. */
    static DataDirectory open(@Nullable Path wanted) throws IOException {
        if (wanted != null) {
            return new DataDirectory(Files.createDirectories(wanted), null);
        }
        TemporaryDirectory made = TemporaryDirectory.make();
        return new DataDirectory(made.path(), made);
    }

    Path path() {
        return path;
    }

    /** Has temporary ones removed whose gateways were killed, if this is one; by a thread of its own: there may be much in them. */
    void clearUp() {
        if (temporary != null) {
            Thread thread = new Thread(temporary::removeAbandoned, "cot-gateway-clear-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * The gateway's uid as a contact: kept here, so that devices see one contact over all runs. To be read under the
     * package store's lock. In a temporary directory it is always new: two gateways of one uid would take each other's
     * acknowledgements.
     */
    String gatewayUid() throws IOException {
        Path file = path.resolve(UID_FILE);
        if (Files.exists(file)) {
            String kept = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (kept.startsWith(UID_PREFIX)) {
                return kept;
            }
        }
        String fresh = UID_PREFIX + UUID.randomUUID();
        Files.writeString(file, fresh + "\n", StandardCharsets.UTF_8);
        return fresh;
    }

    @Override
    public void close() throws IOException {
        if (temporary != null) {
            temporary.close();
        }
    }
}
