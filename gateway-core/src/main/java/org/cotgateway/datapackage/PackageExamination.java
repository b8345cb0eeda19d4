package org.cotgateway.datapackage;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.datapackage.PackageInspection.Entry;
import org.cotgateway.datapackage.PackageManifest.Content;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Examines one zip: collects its entries, its manifest and everything that is wrong. For untrusted input; used once, by one
 * thread.
 */
final class PackageExamination {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final PackageLimits limits;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable PackageManifest manifest;
    private long unpackedBytes;
    private int wrongHeads;

    PackageExamination(PackageLimits limits) {
        this.limits = limits;
    }

    /** What was found. */
    PackageInspection inspection(String sha256, long sizeBytes) {
        return new PackageInspection(sha256, sizeBytes, manifest, entries, violations);
    }

    /** Examines the whole zip. */
    void examine(ZipFile zip) {
        if (zip.size() > limits.maxEntries()) {
            refuse("zip", zip.size() + " entries", "must have at most " + limits.maxEntries());
            return;
        }
        List<? extends ZipEntry> found = Collections.list(zip.entries());
        for (ZipEntry entry : found) {
            entries.add(new Entry(entry.getName(), entry.getSize(), entry.getCompressedSize()));
        }
        checkNames();
        ZipEntry manifestEntry = manifestOf(found);
        if (manifestEntry == null) {
            refuse("zip", null, "must have an entry " + PackagePlan.MANIFEST_ENTRY);
        } else {
            manifest = manifest(zip, manifestEntry);
        }
        Map<String, Content> contents = manifest == null ? Map.of() : agreement(manifest, manifestEntry);
        for (ZipEntry entry : found) {
            if (entry != manifestEntry && !entry.isDirectory() && !content(zip, entry, contents)) {
                return;
            }
        }
    }

    /** The entry that ATAK takes for the manifest: the first whose name ends so. */
    static @Nullable ZipEntry manifestOf(List<? extends ZipEntry> found) {
        for (ZipEntry entry : found) {
            if (entry.getName().endsWith(PackagePlan.MANIFEST_ENTRY)) {
                return entry;
            }
        }
        return null;
    }

    /** The manifest in this entry, or null when it cannot be read. */
    @Nullable
    PackageManifest manifest(ZipFile zip, ZipEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return unpack(zip, entry, limits.maxManifestBytes(), bytes)
                ? ManifestReader.read(bytes.toByteArray(), violations)
                : null;
    }

    /** Takes what {@link EntryHeads} say; answers whether no more is wanted. */
    boolean head(String name, @Nullable String wrong) {
        String rule = wrong != null ? wrong : EntryNames.escape(name);
        if (rule != null && ++wrongHeads <= PackageReader.MAX_ESCAPES) {
            Violation violation = Violation.of("entry", name, rule);
            if (!violations.contains(violation)) {
                violations.add(violation);
            }
        }
        return wrongHeads >= PackageReader.MAX_ESCAPES;
    }

    private void checkNames() {
        Set<String> seen = new HashSet<>();
        for (Entry entry : entries) {
            String name = entry.name();
            String escape = EntryNames.escape(name);
            String rule = escape != null ? escape : EntryNames.oddity(name);
            if (rule != null) {
                refuse("entry", name, rule);
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                refuse("entry", name, "must differ from other entries by more than case");
            }
        }
    }

    /** Compares the manifest with the entries; gives the contents by entry. */
    private Map<String, Content> agreement(PackageManifest read, @Nullable ZipEntry manifestEntry) {
        Set<String> names = new HashSet<>();
        entries.forEach(entry -> names.add(entry.name()));
        Map<String, Content> contents = new HashMap<>();
        Map<String, String> landing = new HashMap<>();
        for (Content content : read.contents()) {
            String name = content.zipEntry();
            if (!names.contains(name)) {
                refuse("Content@zipEntry", name, "must name an entry of the zip");
            }
            if (contents.put(name, content) != null) {
                refuse("Content@zipEntry", name, "must stand once");
            }
            if (content.isCot() && content.uid() == null) {
                refuse("Content " + name, null, "must have a parameter uid since it is an event");
            }
            String other = content.isCot() ? null : landing.put(EntryNames.landing(name), name);
            if (other != null) {
                refuse("Content@zipEntry", name, "must not land on the device in the place of " + other);
            }
        }
        for (Entry entry : entries) {
            boolean isManifest = manifestEntry != null && entry.name().equals(manifestEntry.getName());
            if (!isManifest && !entry.name().endsWith("/") && !contents.containsKey(entry.name())) {
                refuse("entry", entry.name(), "must be in the manifest");
            }
        }
        return contents;
    }

    /** Checks one content; false when no more may be unpacked. */
    private boolean content(ZipFile zip, ZipEntry entry, Map<String, Content> contents) {
        Content content = contents.get(entry.getName());
        if (content != null && content.isCot()) {
            ByteArrayOutputStream xml = new ByteArrayOutputStream();
            if (unpack(zip, entry, XmlLimits.DEFAULT.maxEventBytes(), xml)) {
                event(content, xml.toByteArray());
            }
        } else {
            unpack(zip, entry, limits.maxUnpackedBytes(), OutputStream.nullOutputStream());
        }
        return unpackedBytes <= limits.maxUnpackedBytes();
    }

    private void event(Content content, byte[] xml) {
        XmlReading reading = new CotXmlReader(XmlLimits.DEFAULT).read(Unpooled.wrappedBuffer(xml));
        CotEvent event = reading.event();
        List<Violation> found = reading.violations();
        if (event != null && found.isEmpty()) {
            found = EventRules.check(event);
        }
        String name = content.zipEntry();
        for (Violation violation : found) {
            violations.add(Violation.of(name + " " + violation.field(), violation.value(), violation.rule())
                    .at(violation.at()));
        }
        if (event != null && !event.uid().equals(content.uid())) {
            refuse(name + " uid", event.uid(), "must be that of the manifest, " + content.uid());
        }
    }

    /** Unpacks an entry and compares its checksum; false when it is broken or too large. */
    private boolean unpack(ZipFile zip, ZipEntry entry, long maxBytes, OutputStream out) {
        String name = entry.getName();
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                size += count;
                unpackedBytes += count;
                if (size > maxBytes) {
                    refuse("entry", name, "must unpack to at most " + maxBytes + " bytes");
                    return false;
                }
                if (unpackedBytes > limits.maxUnpackedBytes()) {
                    refuse("zip", null, "must unpack to at most " + limits.maxUnpackedBytes() + " bytes in all");
                    return false;
                }
                crc.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            refuse("entry", name, "cannot be unpacked: " + broken.getMessage());
            return false;
        }
        if (size != entry.getSize() || crc.getValue() != entry.getCrc()) {
            refuse("entry", name, "must match its checksum and size");
            return false;
        }
        return true;
    }

    void refuse(String field, @Nullable String value, String rule) {
        violations.add(Violation.of(field, value, rule));
    }
}
