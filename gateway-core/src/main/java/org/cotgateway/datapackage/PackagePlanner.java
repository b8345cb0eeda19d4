package org.cotgateway.datapackage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.datapackage.PackagePlan.EventEntry;
import org.cotgateway.datapackage.PackagePlan.FileEntry;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.cotgateway.event.XmlChars;
import org.jspecify.annotations.Nullable;

/**
 * Checks a specification, its files included, and decides the entries. Collects everything that is wrong before
 * anything is written. Used once, by one worker thread.
 */
final class PackagePlanner {

    private static final int MAX_UID_CHARS = 100;
    private static final int MAX_NAME_CHARS = 200;
    private static final String FILES_DIRECTORY = "files";

    private final PackageSpec spec;
    private final List<Violation> violations = new ArrayList<>();

    private PackagePlanner(PackageSpec spec) {
        this.spec = spec;
    }

    /** Plans a package. Reads the attributes and the first bytes of its files. */
    static PackagePlan plan(PackageSpec spec) throws PackageException {
        PackagePlanner planner = new PackagePlanner(spec);
        planner.checkTexts();
        List<EventEntry> events = planner.events();
        List<FileEntry> files = planner.files();
        if (!planner.violations.isEmpty()) {
            throw new PackageException(planner.violations);
        }
        return new PackagePlan(spec, events, files);
    }

    private void checkTexts() {
        checkText("package uid", spec.uid(), MAX_UID_CHARS);
        checkText("package name", spec.name(), MAX_NAME_CHARS);
        if (spec.remarks() != null) {
            checkCharacters("package remarks", spec.remarks());
        }
        if (spec.attachTo() != null) {
            checkText("attachTo", spec.attachTo(), MAX_UID_CHARS);
        }
        if (spec.events().isEmpty() && spec.attachments().isEmpty()) {
            violations.add(Violation.of("package", null, "must hold at least one event or file"));
        }
    }

    private void checkText(String field, String value, int maxChars) {
        if (value.isBlank()) {
            violations.add(Violation.of(field, value, "must not be empty"));
        } else if (value.length() > maxChars) {
            violations.add(Violation.of(field, value, "must have at most " + maxChars + " characters"));
        }
        checkCharacters(field, value);
    }

    private void checkCharacters(String field, String value) {
        if (XmlChars.firstForbidden(value) >= 0) {
            violations.add(Violation.of(field, value, "must hold only characters that XML allows"));
        }
    }

    private List<EventEntry> events() {
        List<EventEntry> entries = new ArrayList<>();
        SafeNames directories = new SafeNames();
        directories.unique(FILES_DIRECTORY);
        Set<String> uids = new HashSet<>();
        for (int i = 0; i < spec.events().size(); i++) {
            CotEvent event = spec.events().get(i);
            String field = "events[" + i + "] ";
            for (Violation violation : EventRules.check(event)) {
                violations.add(Violation.of(field + violation.field(), violation.value(), violation.rule()));
            }
            if (!uids.add(event.uid())) {
                violations.add(Violation.of(field + "uid", event.uid(), "must not be that of another event here"));
            }
            String name = directories.unique(event.uid());
            entries.add(new EventEntry(name + "/" + name + ".cot", event));
        }
        return entries;
    }

    private List<FileEntry> files() {
        List<FileEntry> entries = new ArrayList<>();
        SafeNames names = new SafeNames();
        Map<Path, Integer> seen = new HashMap<>();
        for (int i = 0; i < spec.attachments().size(); i++) {
            Attachment attachment = spec.attachments().get(i);
            String field = "attachments[" + i + "]";
            FileEntry entry = file(field, attachment, names, seen, i);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private @Nullable FileEntry file(
            String field, Attachment attachment, SafeNames names, Map<Path, Integer> seen, int index) {
        Path path = attachment.file();
        try {
            Integer earlier = seen.putIfAbsent(path.toRealPath(), index);
            if (earlier != null) {
                return refuse(field, path, "is the same file as attachments[" + earlier + "]");
            }
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return refuse(field, path, attributes.isDirectory() ? "must not be a directory" : "must be a file");
            }
            if (attributes.size() == 0) {
                return refuse(field, path, "must not be empty");
            }
            MimeType type = MimeTypes.of(attachment.name(), head(path));
            String name = names.unique(attachment.name());
            return new FileEntry(FILES_DIRECTORY + "/" + name, name, type, SourceFile.of(path, attributes));
        } catch (NoSuchFileException missing) {
            return refuse(field, path, "does not exist");
        } catch (IOException | SecurityException unreadable) {
            return refuse(field, path, "cannot be read: " + Failures.reason(unreadable));
        }
    }

    private @Nullable FileEntry refuse(String field, Path path, String rule) {
        violations.add(Violation.of(field, path.toString(), rule));
        return null;
    }

    private static byte[] head(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MimeTypes.HEAD_BYTES);
        }
    }
}
