package org.cotgateway.datapackage;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of entries in packages from somebody else. */
final class EntryNames {

    private EntryNames() {}

    /**
     * The rule that a name breaks by which unpacking it under some directory would not stay in there, on Android or on
     * Windows, or would end it early; null if it breaks none. A backslash counts as the separator that it is on Windows:
     * {@code uid\\photo.jpg}, which programs there write, is harmless.
     */
    static @Nullable String escape(String name) {
        String path = name.replace('\\', '/');
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return "must not hold control characters";
        }
        if (path.startsWith("/")) {
            return "must be a relative path, not begin at the root of a disk";
        }
        if (path.length() > 1 && path.charAt(1) == ':' && isLetter(path.charAt(0))) {
            return "must be a relative path, not begin with the letter of a drive";
        }
        boolean climbs = Arrays.stream(path.split("/")).anyMatch(EntryNames::climbs);
        return climbs ? "must be a relative path that does not climb with .." : null;
    }

    private static boolean isLetter(char first) {
        return first >= 'A' && first <= 'Z' || first >= 'a' && first <= 'z';
    }

    /** Windows leaves out blanks and dots at the end of a name, so that {@code ".. "} is {@code ".."} there. */
    private static boolean climbs(String part) {
        return part.startsWith("..") && part.chars().allMatch(c -> c == '.' || c == ' ');
    }

    /** The rule that a name breaks which may be unpacked, though not everywhere to the same file; null if it breaks none. */
    static @Nullable String oddity(String name) {
        if (name.indexOf('\\') >= 0) {
            return "must be a relative path with / between its parts, not a backslash";
        }
        return name.chars().anyMatch(Character::isISOControl) ? "must not hold control characters" : null;
    }

    /** Where ATAK puts a file: under its base name. Compared without regard to case. */
    static String landing(String name) {
        return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
