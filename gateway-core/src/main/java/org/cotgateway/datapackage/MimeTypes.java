package org.cotgateway.datapackage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a file's media type: by its extension out of a table that the gateway ships (the operating system is not asked,
 * so that the same files give the same package everywhere), else by its first bytes.
 */
final class MimeTypes {

    /** How many of a file's first bytes are worth passing to {@link #of}. */
    static final int HEAD_BYTES = 12;

    static final MimeType UNKNOWN = new MimeType("application/octet-stream", false);

    private static final String TABLE = "mime-types.txt";
    private static final Map<String, MimeType> BY_EXTENSION = load();
    private static final Map<String, String> EXTENSION_BY_MAGIC = magic();

    private MimeTypes() {}

    /**
     * The type of a file.
     *
     * @param name its name
     * @param head its first {@value #HEAD_BYTES} bytes, or all when it has less
     */
    static MimeType of(String name, byte[] head) {
        MimeType known = BY_EXTENSION.get(extension(name));
        return known != null ? known : byContent(head);
    }

    private static MimeType byContent(byte[] head) {
        String hex = HexFormat.of().formatHex(head);
        for (Map.Entry<String, String> magic : EXTENSION_BY_MAGIC.entrySet()) {
            if (hex.matches(magic.getKey())) {
                return BY_EXTENSION.getOrDefault(magic.getValue(), UNKNOWN);
            }
        }
        return UNKNOWN;
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** First bytes in hexadecimal, as a pattern, and an extension of the type that they mean. */
    private static Map<String, String> magic() {
        Map<String, String> magic = new LinkedHashMap<>();
        magic.put("ffd8ff.*", "jpg");
        magic.put("89504e470d0a1a0a.*", "png");
        magic.put("47494638(37|39)61.*", "gif");
        magic.put("52494646.{8}57454250", "webp");
        magic.put("255044462d.*", "pdf");
        magic.put("504b0304.*", "zip");
        magic.put("1f8b08.*", "gz");
        magic.put(".{8}6674797068656963", "heic");
        magic.put(".{8}66747970.*", "mp4");
        magic.put("1a45dfa3.*", "mkv");
        return magic;
    }

    private static Map<String, MimeType> load() {
        Map<String, MimeType> types = new HashMap<>();
        InputStream table = MimeTypes.class.getResourceAsStream(TABLE);
        if (table == null) {
            throw new IllegalStateException(TABLE + " is missing from the class path");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ", -1);
                MimeType type = new MimeType(words[0], words[1].equals("compressed"));
                for (int i = 2; i < words.length; i++) {
                    types.put(words[i], type);
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(TABLE, unreadable);
        }
        return Map.copyOf(types);
    }
}
