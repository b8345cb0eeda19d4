package org.cotgateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.cotgateway.config.Shape.Items;
import org.cotgateway.config.Shape.Key;
import org.cotgateway.config.Shape.Section;
import org.jspecify.annotations.Nullable;

/** Reads the passwords that stand in files of their own: the value of {@code passwordFile} gives that of {@code password}. */
final class PasswordFiles {

    private static final int MAX_BYTES = 4_096;
    private static final String SUFFIX = "File";

    private final Problems problems;

    PasswordFiles(Problems problems) {
        this.problems = problems;
    }

    /** Fills in all passwords below. */
    void fill(Shape shape, @Nullable JsonNode tree, String path) {
        if (shape instanceof Items items && tree != null) {
            for (int i = 0; i < tree.size(); i++) {
                fill(items.item(), tree.get(i), path + "[" + i + "]");
            }
        } else if (shape instanceof Section section && tree instanceof ObjectNode object) {
            for (Key key : section.keys().values()) {
                String keyPath = path.isEmpty() ? key.name() : path + "." + key.name();
                if (key.shape() instanceof Leaf leaf && leaf.secret()) {
                    fillOne(object, key.name(), keyPath);
                } else {
                    fill(key.shape(), object.get(key.name()), keyPath);
                }
            }
        }
    }

    /** The name of the key that holds the file of this password. */
    static String fileKey(String name) {
        return name + SUFFIX;
    }

    private void fillOne(ObjectNode section, String name, String path) {
        JsonNode file = section.get(fileKey(name));
        if (file == null || file.isNull()) {
            return;
        }
        String filePath = path + SUFFIX;
        if (section.hasNonNull(name)) {
            problems.addLater(filePath, null, "must not be given together with " + name);
            return;
        }
        Path source = Path.of(file.textValue());
        if (Files.isDirectory(source)) {
            problems.addLater(filePath, file.textValue(), "is a directory; a file is wanted");
            return;
        }
        try {
            section.putPOJO(name, new Secret(read(source), null));
        } catch (NoSuchFileException missing) {
            problems.addLater(filePath, file.textValue(), "there is no such file");
        } catch (AccessDeniedException denied) {
            problems.addLater(filePath, file.textValue(), "may not be read by this user");
        } catch (IOException unreadable) {
            problems.addLater(filePath, file.textValue(), "cannot be read: " + unreadable.getMessage());
        }
    }

    /** Without the line's end, which editors add. */
    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new IOException("it is not a file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("a password has at most " + MAX_BYTES + " bytes");
        }
        String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        if (text.isEmpty()) {
            throw new IOException("it is empty");
        }
        return text;
    }
}
