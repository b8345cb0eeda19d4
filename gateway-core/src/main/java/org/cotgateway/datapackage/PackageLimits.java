package org.cotgateway.datapackage;

/**
 * What a package from somebody else may hold at the most; beyond that it is not looked into.
 *
 * @param maxEntries entries of the zip
 * @param maxManifestBytes the manifest, unpacked
 * @param maxUnpackedBytes everything, unpacked: what keeps a zip bomb from going off
 */
public record PackageLimits(int maxEntries, int maxManifestBytes, long maxUnpackedBytes) {

    /** 10,000 entries, a manifest of 4 MiB, 4 GiB unpacked. */
    public static final PackageLimits DEFAULT = new PackageLimits(10_000, 4 << 20, 4L << 30);
}
