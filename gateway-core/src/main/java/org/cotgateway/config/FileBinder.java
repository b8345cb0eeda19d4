package org.cotgateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotgateway.config.Shape.Items;
import org.cotgateway.config.Shape.Key;
import org.cotgateway.config.Shape.Section;
import org.cotgateway.config.Shape.Table;
import org.cotgateway.event.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * Walks the file along its shape and makes the tree that Jackson binds: defaults where nothing is given and in the place
 * of what is wrong. Every problem goes to {@link Problems}; the walk never stops at one. One file, one thread.
 */
final class FileBinder {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final References references;
    private final @Nullable Path directory;
    private final Problems problems;

    /** @param directory where relative paths start; null to leave them as they are */
    FileBinder(References references, @Nullable Path directory, Problems problems) {
        this.references = references;
        this.directory = directory;
        this.problems = problems;
    }

    /** The whole file; an empty one is all defaults. */
    ObjectNode file(Section shape, @Nullable YamlNode root) {
        if (root == null || root instanceof YamlNode.Scalar scalar && scalar.isNull()) {
            return shape.defaults().deepCopy();
        }
        if (root instanceof YamlNode.Mapping mapping) {
            return section(shape, mapping, "");
        }
        problems.add("file", null, "must be keys with values; allowed are " + names(shape), root.at());
        return shape.defaults().deepCopy();
    }

    private ObjectNode section(Section shape, YamlNode.Mapping mapping, String path) {
        ObjectNode tree = shape.defaults().deepCopy();
        Map<String, TextPosition> seen = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            String entryPath = path.isEmpty() ? entry.key() : path + "." + entry.key();
            Key key = shape.keys().get(entry.key());
            TextPosition before = seen.putIfAbsent(entry.key(), entry.at());
            if (before != null) {
                problems.add(
                        entryPath, null, "is given twice; it stands in line " + before.line() + " too", entry.at());
            } else if (key == null) {
                problems.add(entryPath, null, unknown(entry.key(), shape), entry.at());
            } else {
                problems.place(entryPath, entry.value().at());
                JsonNode value = value(key, entry, entryPath);
                if (value != null) {
                    tree.set(key.name(), value);
                }
            }
        }
        for (Key key : shape.keys().values()) {
            if (key.required() && !seen.containsKey(key.name())) {
                String rule = key.shape() instanceof Leaf leaf ? "is missing; it " + leaf.rule() : "is missing";
                problems.add(path + "." + key.name(), null, rule, mapping.at());
            }
        }
        return tree;
    }

    /** The value, or null to keep the default. */
    private @Nullable JsonNode value(Key key, YamlNode.Entry entry, String path) {
        if (entry.value() instanceof YamlNode.Scalar scalar && scalar.isNull() && !isConstant(key, scalar)) {
            if (key.nullable()) {
                return NullNode.getInstance();
            }
            if (key.shape() instanceof Leaf leaf) {
                problems.add(path, null, "has no value; it " + leaf.rule(), entry.at());
            }
            return null;
        }
        return value(key.shape(), entry.value(), path);
    }

    /** The framing {@code null} is a value. */
    private static boolean isConstant(Key key, YamlNode.Scalar scalar) {
        return key.shape() instanceof Leaf leaf && leaf.type().isEnum() && leaf.read(scalar.text(), null) != null;
    }

    private @Nullable JsonNode value(Shape shape, YamlNode node, String path) {
        if (shape instanceof Leaf leaf) {
            return leaf(leaf, node, path);
        }
        if (shape instanceof Items items) {
            return items(items, node, path);
        }
        if (shape instanceof Table table) {
            return table(table, node, path);
        }
        Section section = (Section) shape;
        if (node instanceof YamlNode.Mapping mapping) {
            return section(section, mapping, path);
        }
        problems.add(path, null, "must be keys with values; allowed are " + names(section), node.at());
        return null;
    }

    private @Nullable JsonNode items(Items shape, YamlNode node, String path) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.add(path, null, "must be a list: - before each entry, or [one, another]", node.at());
            return null;
        }
        ArrayNode tree = NODES.arrayNode();
        for (int i = 0; i < sequence.items().size(); i++) {
            String itemPath = path + "[" + i + "]";
            YamlNode item = sequence.items().get(i);
            problems.place(itemPath, item.at());
            JsonNode value = value(shape.item(), item, itemPath);
            if (value != null) {
                tree.add(value);
            } else if (shape.item() instanceof Section section) {
                // Keeps the entries after it at their numbers.
                tree.add(section.defaults().deepCopy());
            }
        }
        return tree;
    }

    private @Nullable JsonNode table(Table shape, YamlNode node, String path) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.add(path, null, "must be names with values", node.at());
            return null;
        }
        ObjectNode tree = NODES.objectNode();
        for (YamlNode.Entry entry : mapping.entries()) {
            String entryPath = path + "." + entry.key();
            problems.place(entryPath, entry.value().at());
            JsonNode value = leaf(shape.value(), entry.value(), entryPath);
            if (tree.has(entry.key())) {
                problems.add(entryPath, null, "is given twice", entry.at());
            } else if (value != null) {
                tree.set(entry.key(), value);
            }
        }
        return tree;
    }

    private @Nullable JsonNode leaf(Leaf leaf, YamlNode node, String path) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            String what = node instanceof YamlNode.Sequence ? ", not a list" : ", not keys with values";
            problems.add(path, null, leaf.rule() + what, node.at());
            return null;
        }
        String shown = shown(leaf, scalar.text());
        References.Expansion expansion = references.expand(scalar.text());
        expansion.rules().forEach(rule -> problems.add(path, shown, rule, node.at()));
        if (!expansion.rules().isEmpty()) {
            return null;
        }
        if (leaf.secret() && scalar.text().equals(Secret.MASK)) {
            problems.add(
                    path,
                    shown,
                    "stands for a password that was not shown; write the password, ${NAME} for a variable of the"
                            + " environment, or name a passwordFile",
                    node.at());
            return null;
        }
        if (leaf.secret()
                && References.isPlain(scalar.text())
                && !expansion.text().isEmpty()) {
            return NODES.pojoNode(new Secret(expansion.text(), scalar.text()));
        }
        JsonNode value = leaf.read(expansion.text(), directory);
        if (value == null) {
            problems.add(path, shown, leaf.rule(), node.at());
        }
        return value;
    }

    /** As it stands in the file, before the environment's values come in; an address may hold a password by mistake. */
    private static @Nullable String shown(Leaf leaf, String text) {
        if (leaf.secret()) {
            return Secret.MASK;
        }
        return text.indexOf('@') >= 0 ? null : text;
    }

    private static String unknown(String name, Section shape) {
        String hint = NearestName.of(name, shape.keys().keySet())
                .map(nearest -> "did you mean " + nearest + "? ")
                .orElse("");
        return "is unknown; " + hint + "allowed are " + names(shape);
    }

    private static String names(Section shape) {
        return shape.keys().keySet().stream().collect(Collectors.joining(", "));
    }
}
