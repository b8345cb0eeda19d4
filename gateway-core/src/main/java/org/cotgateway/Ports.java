package org.cotgateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the ports of a gateway that begins, so that all that cannot be had are named at once. One thread. */
final class Ports {

    interface Opening<T> {
        T open() throws IOException;
    }

    private final List<IOException> refused = new ArrayList<>();

    /**
     * Opens one.
     *
     * @param name of the setting that says where it listens; empty when the failure names it
     * @return null if it cannot be opened; {@link #requireAll} says so then
     */
    <T> @Nullable T take(String name, Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException failure) {
            refused.add(name.isEmpty() ? failure : new IOException(name + ": " + failure.getMessage(), failure));
            return null;
        }
    }

    /** @throws IOException with all that could not be opened */
    void requireAll() throws IOException {
        if (refused.isEmpty()) {
            return;
        }
        IOException all = new IOException(
                String.join("; ", refused.stream().map(IOException::getMessage).toList()), refused.get(0));
        refused.stream().skip(1).forEach(all::addSuppressed);
        throw all;
    }
}
