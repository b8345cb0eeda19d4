package org.cotgateway.datapackage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package's table of contents, as read.
 *
 * @param configuration the package's own parameters, in their order; among them {@code uid} and {@code name}
 * @param contents its contents, in their order
 */
public record PackageManifest(Map<String, String> configuration, List<Content> contents) {

    public PackageManifest {
        contents = List.copyOf(contents);
    }

    /** The package's identity on the device, or null when the manifest has none. */
    public @Nullable String uid() {
        return configuration.get("uid");
    }

    /** The package's title, or null when the manifest has none. */
    public @Nullable String name() {
        return configuration.get("name");
    }

    /**
     * One content.
     *
     * @param zipEntry the name of its entry
     * @param ignored whether the device is to pass it over
     * @param parameters what is said of it: {@code uid}, {@code name}, {@code isCoT}, {@code contentType} and so on
     */
    public record Content(String zipEntry, boolean ignored, Map<String, String> parameters) {

        /** Whether it is an event. */
        public boolean isCot() {
            return Boolean.parseBoolean(parameters.get("isCoT"));
        }

        /** The event's uid, or of a file that of the marker it is tied to; null when there is none. */
        public @Nullable String uid() {
            return parameters.get("uid");
        }
    }
}
