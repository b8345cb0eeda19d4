package org.cotgateway.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A data package of a certain size, of bytes that cannot be packed, the same in every run.
 *
 * @param name of the package and, with {@code .zip}, of its file
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param file where it lies: {@code DIRECTORY/package/SHA256/NAME.zip}, as its URL has it
 */
record SizedPackage(String name, String sha256, Path file) {

    private static final String MANIFEST = """
            <MissionPackageManifest version="2"><Configuration><Parameter name="uid" value="%1$s"/>\
            <Parameter name="name" value="%1$s"/></Configuration>\
            <Contents><Content ignore="false" zipEntry="%2$s"/></Contents></MissionPackageManifest>""";

    private static final String ENTRY = "data/bytes.bin";

    /**
     * Makes one.
     *
     * @param bytes its size, at least 700
     */
    static SizedPackage make(Path directory, String name, int bytes) throws IOException {
        int frame = zip(name, new byte[0]).length;
        byte[] content = new byte[bytes - frame];
        new Random(bytes).nextBytes(content);
        byte[] zip = zip(name, content);
        if (zip.length != bytes) {
            throw new IOException("a package of " + zip.length + " bytes instead of " + bytes);
        }
        String sha256 = HexFormat.of().formatHex(sha256(zip));
        Path file = directory.resolve("package").resolve(sha256).resolve(name + ".zip");
        Files.createDirectories(file.getParent());
        Files.write(file, zip);
        return new SizedPackage(name, sha256, file);
    }

    /** The path of its URL. */
    String urlPath() {
        return "/package/" + sha256 + "/" + name + ".zip";
    }

    private static byte[] zip(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "MANIFEST/manifest.xml", MANIFEST.formatted(name, ENTRY).getBytes(StandardCharsets.UTF_8));
            store(zip, ENTRY, content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
