package org.cotgateway.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file: YAML in UTF-8, at most 1 MiB, one document without anchors, aliases and tags. A value may
 * hold <code>${NAME}</code> or <code>${NAME:-default}</code> for a variable of the environment; a password may stand in a
 * file of its own. Everything that is wrong is found in one go, but for what stands after a place where the text is not
 * YAML. Immutable, for any thread that may read files.
 */
public final class ConfigReader {

    static final int MAX_BYTES = 1 << 20;

    private static final TextPosition START = new TextPosition(1, 1);

    private final Function<String, @Nullable String> environment;

    /** @param environment gives a variable's value, null if it is not set */
    public ConfigReader(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** Reads with the process's own environment. */
    public static ConfigReader ofProcess() {
        return new ConfigReader(System::getenv);
    }

    /**
     * Reads this file; relative paths in it start in its directory.
     *
     * @throws IOException when it cannot be read at all
     */
    public ConfigReading read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in.readNBytes(MAX_BYTES + 1), file.toAbsolutePath().getParent());
        }
    }

    /** Reads this text; relative paths in it start in the directory, or stay as they are if it is null. */
    public ConfigReading read(String text, @Nullable Path directory) {
        return read(text.getBytes(StandardCharsets.UTF_8), directory);
    }

    private ConfigReading read(byte[] bytes, @Nullable Path directory) {
        if (bytes.length > MAX_BYTES) {
            return wrong("has more than " + MAX_BYTES + " bytes; this is no configuration");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return wrong("is not text in UTF-8");
        }
        YamlText.Reading yaml = YamlText.read(text.startsWith("\ufeff") ? text.substring(1) : text);
        return bind(yaml, directory);
    }

    private ConfigReading bind(YamlText.Reading yaml, @Nullable Path directory) {
        Problems problems = new Problems();
        yaml.violations().forEach(problems::add);
        Shape.Section shape = Schema.file();
        ObjectNode tree = new FileBinder(new References(environment), directory, problems).file(shape, yaml.root());
        new PasswordFiles(problems).fill(shape, tree, "");
        GatewayConfig draft = draft(Schema.nested(tree), problems);
        if (draft != null) {
            new WholeRules(problems).check(draft);
        }
        return new ConfigReading(problems.isEmpty() ? draft : null, draft, problems.inOrder(), problems.places());
    }

    /** The configuration; with default settings when a record among them refuses its values. */
    private static @Nullable GatewayConfig draft(ObjectNode tree, Problems problems) {
        try {
            return ConfigMapper.config(tree);
        } catch (JsonMappingException refused) {
            problems.addLater(path(refused), null, String.valueOf(reason(refused)));
        }
        try {
            return ConfigMapper.config(Schema.withDefaultSettings(tree));
        } catch (JsonMappingException refused) {
            problems.addLater(path(refused), null, String.valueOf(reason(refused)));
            return null;
        }
    }

    /** What the record that refused its values says; our settings quote numbers at the most. */
    private static @Nullable String reason(JsonMappingException refused) {
        Throwable cause = refused.getCause();
        return cause == null ? "is not valid" : cause.getMessage();
    }

    private static String path(JsonMappingException refused) {
        return refused.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.(settings\\.)?", "");
    }

    private static ConfigReading wrong(String rule) {
        return new ConfigReading(
                null, null, List.of(Violation.of("file", null, rule).at(START)), Map.of());
    }
}
