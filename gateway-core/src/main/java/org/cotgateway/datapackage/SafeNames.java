package org.cotgateway.datapackage;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * File names that are safe in a zip, on Android's file systems and in a URL's last segment, each handed out once. Names
 * are compared without regard to case, because devices with a FAT card do. Letters of every script are kept; separators,
 * wildcards, control and formatting characters become {@code _}; runs of dots become one, and no name begins with one.
 */
final class SafeNames {

    /** Room for a counter and for what a device puts in front, within the 255 bytes of Android's file systems. */
    static final int MAX_BYTES = 180;

    private static final int MAX_EXTENSION_CHARS = 16;
    private static final String UNSAFE = "/\\:*?\"<>|";

    private final Set<String> taken = new HashSet<>();

    /** A safe name that this instance has not given before: {@code photo.jpg}, then {@code photo (2).jpg}. */
    String unique(String raw) {
        String safe = safe(raw);
        int dot = extensionDot(safe);
        String candidate = safe;
        for (int i = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); i++) {
            candidate = safe.substring(0, dot) + " (" + i + ")" + safe.substring(dot);
        }
        return candidate;
    }

    /** The safe form of a name; never empty. */
    static String safe(String raw) {
        String normal = Normalizer.normalize(raw, Normalizer.Form.NFC);
        StringBuilder safe = new StringBuilder(normal.length());
        normal.codePoints().forEach(point -> {
            boolean secondDot = point == '.' && safe.length() > 0 && safe.charAt(safe.length() - 1) == '.';
            boolean firstDot = point == '.' && safe.length() == 0;
            if (!secondDot && !firstDot) {
                safe.appendCodePoint(isSafe(point) ? point : '_');
            }
        });
        String stripped = stripEnd(safe.toString().strip());
        return stripped.isEmpty() ? "file" : bounded(stripped);
    }

    private static boolean isSafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> UNSAFE.indexOf(point) < 0;
        };
    }

    private static String stripEnd(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
            end--;
        }
        return name.substring(0, end);
    }

    private static String bounded(String name) {
        int dot = extensionDot(name);
        String extension = name.substring(dot);
        String stem = name.substring(0, dot);
        int room = MAX_BYTES - utf8Length(extension);
        while (utf8Length(stem) > room) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    /** Where the extension begins, its dot included; the name's end when it has none worth keeping. */
    private static int extensionDot(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.length() - dot <= MAX_EXTENSION_CHARS ? dot : name.length();
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
