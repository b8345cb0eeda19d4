package org.cotgateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;

/** Finds the package that a URL means. Looks into memory only. */
final class PackageFinder {

    private final PackageStore store;

    PackageFinder(PackageStore store) {
        this.store = store;
    }

    /** {@code /package/<sha256>/<name>.zip}, our own form. The hash decides; any name will do. */
    Optional<StoredPackage> byHash(RequestTarget target) {
        List<String> segments = target.segments();
        boolean named =
                segments.size() == 3 && segments.get(2).toLowerCase(Locale.ROOT).endsWith(".zip");
        return named ? store.find(segments.get(1)) : Optional.empty();
    }

    /** {@code /getfile?file=<name>&sender=<callsign>}, as ATAK devices ask one another. */
    Optional<StoredPackage> byFileName(RequestTarget target) {
        String name = target.parameter("file");
        return target.segments().size() == 1 && name != null ? store.findByFileName(name) : Optional.empty();
    }
}
