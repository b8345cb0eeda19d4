package org.cotgateway.datapackage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.datapackage.PackagePlan.EventEntry;
import org.cotgateway.datapackage.PackagePlan.FileEntry;
import org.cotgateway.event.Violation;

/**
 * Writes a planned package into a file, streamed: memory does not grow with the files. The same plan over the same files
 * gives the same bytes, in any time zone and whatever the files' dates.
 *
 * <p>Entries are deflated, at level 0 where the content is compressed already. None is stored in the zip format's own
 * sense, because that wants the checksum in front of the bytes and so a second reading of the file.
 */
final class PackageWriter {

    /**
     * The time of every entry. Not 1980-01-01: the JDK takes that for the format's zero and adds an extra field, made with
     * the machine's time zone.
     */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int COMPRESSING_LEVEL = 6;

    private final FileOpener files;

    PackageWriter() {
        this(Files::newInputStream);
    }

    PackageWriter(FileOpener files) {
        this.files = files;
    }

    /** How attachments are opened. */
    interface FileOpener {
        InputStream open(Path file) throws IOException;
    }

    /**
     * Writes the package and forces it to the disk.
     *
     * @param target an existing file; half-written after an exception
     * @return its sha256 in hexadecimal
     * @throws PackageException when a file of the package could not be read or changed in the meantime
     * @throws IOException when the target could not be written
     */
    String write(PackagePlan plan, Path target) throws PackageException, IOException {
        MessageDigest sha256 = Sha256.newDigest();
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            OutputStream hashed = new DigestOutputStream(Channels.newOutputStream(channel), sha256);
            OutputStream buffered = new BufferedOutputStream(hashed, BUFFER_BYTES);
            try (ZipOutputStream zip = new ZipOutputStream(buffered, StandardCharsets.UTF_8)) {
                writeEntries(plan, zip);
                zip.finish();
                buffered.flush();
                channel.force(true);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void writeEntries(PackagePlan plan, ZipOutputStream zip) throws PackageException, IOException {
        begin(zip, PackagePlan.MANIFEST_ENTRY, COMPRESSING_LEVEL);
        writeXml(zip, xml -> ManifestWriter.write(plan, xml));
        zip.closeEntry();
        for (EventEntry entry : plan.events()) {
            begin(zip, entry.entryName(), COMPRESSING_LEVEL);
            writeXml(zip, xml -> CotXmlWriter.INSTANCE.write(entry.event(), xml));
            zip.closeEntry();
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        for (FileEntry entry : plan.files()) {
            begin(zip, entry.entryName(), entry.type().compressed() ? Deflater.NO_COMPRESSION : COMPRESSING_LEVEL);
            copy(entry.source(), zip, buffer);
            zip.closeEntry();
        }
    }

    private static void begin(ZipOutputStream zip, String name, int level) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        zip.setLevel(level);
        zip.putNextEntry(entry);
    }

    /** Writes what is put into a buffer. */
    private static void writeXml(OutputStream out, Consumer<ByteBuf> document) throws IOException {
        ByteBuf xml = Unpooled.buffer();
        try {
            document.accept(xml);
            xml.readBytes(out, xml.readableBytes());
        } finally {
            xml.release();
        }
    }

    /** Reads full buffers, so that the deflater sees the same chunks on every file system. */
    private void copy(SourceFile source, OutputStream out, byte[] buffer) throws PackageException, IOException {
        long copied = 0;
        try (InputStream in = open(source)) {
            int count = read(source, in, buffer);
            while (count > 0 && copied <= source.sizeBytes()) {
                out.write(buffer, 0, count);
                copied += count;
                count = read(source, in, buffer);
            }
        }
        if (copied != source.sizeBytes() || !isUnchanged(source)) {
            throw new PackageException(
                    Violation.of("attachment", source.path().toString(), "must not change while it is packed"), null);
        }
    }

    private InputStream open(SourceFile source) throws PackageException {
        try {
            return files.open(source.path());
        } catch (IOException unreadable) {
            throw unreadable(source, unreadable);
        }
    }

    private static int read(SourceFile source, InputStream in, byte[] buffer) throws PackageException {
        try {
            return in.readNBytes(buffer, 0, buffer.length);
        } catch (IOException unreadable) {
            throw unreadable(source, unreadable);
        }
    }

    private static boolean isUnchanged(SourceFile source) throws PackageException {
        try {
            return source.isUnchanged();
        } catch (IOException unreadable) {
            throw unreadable(source, unreadable);
        }
    }

    private static PackageException unreadable(SourceFile source, IOException cause) {
        String rule = "cannot be read: " + Failures.reason(cause);
        return new PackageException(Violation.of("attachment", source.path().toString(), rule), cause);
    }
}
