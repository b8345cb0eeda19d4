package org.cotgateway.datapackage;

import java.util.List;
import java.util.Locale;

/** Names of entries in packages from somebody else. */
final class EntryNames {

    private EntryNames() {}

    /** Whether unpacking it under some directory stays in there: relative, no {@code ..}, nothing that hides. */
    static boolean isSafe(String name) {
        boolean clean = name.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
        boolean relative = !name.startsWith("/") && !(name.length() > 1 && name.charAt(1) == ':');
        return clean && relative && !List.of(name.split("/", -1)).contains("..");
    }

    /** Where ATAK puts a file: under its base name. Compared without regard to case. */
    static String landing(String name) {
        return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
