package org.cotgateway.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Locale;
import org.cotgateway.config.Shape.Items;
import org.cotgateway.config.Shape.Key;
import org.cotgateway.config.Shape.Section;
import org.cotgateway.config.Shape.Table;

/**
 * Writes a whole configuration with all its defaults, so that it reads back as the same one. Passwords are written as the
 * file or the variable that they came from; those that stand in the file itself are {@code ***}, which does not read back.
 * Safe on any thread.
 */
public final class ConfigWriter {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private ConfigWriter() {}

    /** As the file would say it. */
    public static String yaml(GatewayConfig config) {
        try {
            return YAML.writeValueAsString(tree(config));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can be written", impossible);
        }
    }

    /** The same as a tree, for JSON: sizes and durations as their texts, too. */
    public static ObjectNode tree(GatewayConfig config) {
        return (ObjectNode) written(Schema.file(), Schema.flat(ConfigMapper.tree(config)));
    }

    private static JsonNode written(Shape shape, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        if (shape instanceof Section section) {
            return section(section, (ObjectNode) value);
        }
        if (shape instanceof Items items) {
            ArrayNode list = ((ArrayNode) value).arrayNode();
            value.forEach(item -> list.add(written(items.item(), item)));
            return list;
        }
        if (shape instanceof Table table) {
            ObjectNode entries = ((ObjectNode) value).objectNode();
            value.properties().forEach(entry -> entries.set(entry.getKey(), leaf(table.value(), entry.getValue())));
            return entries;
        }
        return leaf((Leaf) shape, value);
    }

    private static ObjectNode section(Section section, ObjectNode values) {
        ObjectNode written = values.objectNode();
        for (Key key : section.keys().values()) {
            boolean inFile = key.shape() instanceof Leaf leaf
                    && leaf.secret()
                    && values.hasNonNull(PasswordFiles.fileKey(key.name()));
            if (!inFile) {
                written.set(key.name(), written(key.shape(), values.get(key.name())));
            }
        }
        return written;
    }

    private static JsonNode leaf(Leaf leaf, JsonNode value) {
        if (leaf.size()) {
            return new TextNode(Spelling.sizeText(value.longValue()));
        }
        if (leaf.secret()) {
            return value;
        }
        if (leaf.type().isEnum()) {
            return new TextNode(value.textValue().toLowerCase(Locale.ROOT));
        }
        return value.isTextual() ? new TextNode(References.escaped(value.textValue())) : value;
    }
}
