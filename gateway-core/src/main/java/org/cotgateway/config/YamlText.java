package org.cotgateway.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into nodes. Anchors, aliases and tags are not taken: a configuration does not need them, and
 * without them what is read is never larger than the text. Messages never quote the text, a password may stand there.
 * One text, one thread.
 */
final class YamlText {

    private static final int MAX_DEPTH = 32;
    private static final String FIELD = "file";

    private final List<Violation> violations = new ArrayList<>();
    private final Iterator<Event> events;

    private YamlText(Iterator<Event> events) {
        this.events = events;
    }

    /** What was read; the node is null for an empty text, and what it holds is not complete if there are violations. */
    record Reading(@Nullable YamlNode root, List<Violation> violations) {}

    static Reading read(String text) {
        Violation unprintable = unprintable(text);
        if (unprintable != null) {
            return new Reading(null, List.of(unprintable));
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        YamlText yaml =
                new YamlText(new Yaml(options).parse(new StringReader(text)).iterator());
        YamlNode root = null;
        try {
            root = yaml.document();
        } catch (TooDeepException tooDeep) {
            yaml.wrong(tooDeep.at, "is nested more than " + MAX_DEPTH + " deep");
        } catch (MarkedYAMLException syntax) {
            yaml.wrong(position(syntax.getProblemMark()), "is not YAML: " + explained(syntax));
        } catch (YAMLException unreadable) {
            yaml.wrong(new TextPosition(1, 1), "is not YAML");
        }
        return new Reading(root, List.copyOf(yaml.violations));
    }

    private @Nullable YamlNode document() {
        YamlNode root = null;
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent start) {
                documents++;
                if (documents == 2) {
                    wrong(position(start.getStartMark()), "must be one document, a second one begins here");
                }
            } else if (event instanceof NodeEvent) {
                YamlNode node = node(event, 1);
                root = documents == 1 ? node : root;
            }
        }
        return root;
    }

    private YamlNode node(Event event, int depth) {
        TextPosition at = position(event.getStartMark());
        if (depth > MAX_DEPTH) {
            throw new TooDeepException(at);
        }
        if (event instanceof NodeEvent node) {
            checkPlain(node, at);
        }
        if (event instanceof ScalarEvent scalar) {
            return new YamlNode.Scalar(scalar.getValue(), scalar.isPlain(), at);
        }
        if (event instanceof SequenceStartEvent) {
            return sequence(at, depth);
        }
        if (event instanceof MappingStartEvent) {
            return mapping(at, depth);
        }
        return new YamlNode.Scalar("", true, at);
    }

    private YamlNode.Sequence sequence(TextPosition at, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new YamlNode.Sequence(items, at);
    }

    private YamlNode.Mapping mapping(TextPosition at, int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            YamlNode key = node(event, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            if (key instanceof YamlNode.Scalar scalar) {
                entries.add(new YamlNode.Entry(scalar.text(), key.at(), value));
            } else {
                wrong(key.at(), "a key must be a name");
            }
        }
        return new YamlNode.Mapping(entries, at);
    }

    private void checkPlain(NodeEvent event, TextPosition at) {
        if (event instanceof AliasEvent) {
            wrong(at, "aliases (*) are not taken; write the value out, or quote a text that begins with *");
        } else if (event.getAnchor() != null) {
            wrong(at, "anchors (&) are not taken; remove it, or quote a text that begins with &");
        }
        boolean tagged = event instanceof ScalarEvent scalar
                        && scalar.getTag() != null
                        && !scalar.getTag().equals("!")
                || event instanceof MappingStartEvent mapping && mapping.getTag() != null
                || event instanceof SequenceStartEvent sequence && sequence.getTag() != null;
        if (tagged) {
            wrong(at, "tags (!) are not taken; remove it, or quote a text that begins with !");
        }
    }

    private void wrong(TextPosition at, String rule) {
        violations.add(Violation.of(FIELD, null, rule).at(at));
    }

    /** The first character that no YAML text has: binary files end here. */
    private static @Nullable Violation unprintable(String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                String rule = String.format("is not YAML: the character U+%04X must not be in it", c);
                return Violation.of(FIELD, null, rule).at(new TextPosition(line, column));
            }
            line += c == '\n' ? 1 : 0;
            column = c == '\n' ? 1 : column + 1;
        }
        return null;
    }

    private static String explained(MarkedYAMLException syntax) {
        String problem = String.valueOf(syntax.getProblem());
        if (problem.contains("'\\t")) {
            return "a tab must not be used here; indent with spaces";
        }
        // These messages quote the text.
        if (problem.contains("tag")) {
            return "tags (!) are not taken; quote a text that begins with !";
        }
        String context = syntax.getContext();
        return context == null || context.contains("tag") ? problem : problem + " " + context;
    }

    private static TextPosition position(@Nullable Mark mark) {
        return mark == null ? new TextPosition(1, 1) : new TextPosition(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static final class TooDeepException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient TextPosition at;

        TooDeepException(TextPosition at) {
            super(null, null, false, false);
            this.at = at;
        }
    }
}
