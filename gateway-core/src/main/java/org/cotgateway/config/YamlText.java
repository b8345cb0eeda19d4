package org.cotgateway.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
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
    private static final Event NOTHING = new ScalarEvent(
            null, null, new ImplicitTuple(true, false), "", null, null, DumperOptions.ScalarStyle.PLAIN);

    private final List<Violation> violations = new ArrayList<>();
    private final Iterator<Event> events;
    /** Whether the text ceased to be YAML: what is being read then is not complete. */
    private boolean cut;

    private YamlText(Iterator<Event> events) {
        this.events = events;
    }

    /** What was read; the node is null for an empty text. After a syntax error it holds what was complete before that. */
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
        }
        return new Reading(root, List.copyOf(yaml.violations));
    }

    private @Nullable YamlNode document() {
        YamlNode root = null;
        int documents = 0;
        while (hasNext()) {
            Event event = next();
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

    private boolean hasNext() {
        try {
            return !cut && events.hasNext();
        } catch (YAMLException syntax) {
            cutBy(syntax);
            return false;
        }
    }

    /** The next event; nothing from where on the text is not YAML any more. */
    private Event next() {
        if (cut) {
            return NOTHING;
        }
        try {
            return events.next();
        } catch (YAMLException syntax) {
            cutBy(syntax);
            return NOTHING;
        }
    }

    private void cutBy(YAMLException syntax) {
        cut = true;
        if (syntax instanceof MarkedYAMLException marked) {
            wrong(position(marked.getProblemMark()), "is not YAML: " + explained(marked));
        } else {
            wrong(new TextPosition(1, 1), "is not YAML");
        }
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
        for (Event event = next(); !cut && !(event instanceof SequenceEndEvent); event = next()) {
            YamlNode item = node(event, depth + 1);
            if (!cut) {
                items.add(item);
            }
        }
        return new YamlNode.Sequence(items, at);
    }

    private YamlNode.Mapping mapping(TextPosition at, int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (Event event = next(); !cut && !(event instanceof MappingEndEvent); event = next()) {
            YamlNode key = node(event, depth + 1);
            YamlNode value = cut ? key : node(next(), depth + 1);
            if (cut && (key == value || value instanceof YamlNode.Scalar)) {
                break;
            }
            if (key instanceof YamlNode.Scalar scalar) {
                entries.add(new YamlNode.Entry(scalar.text(), key.at(), value));
            } else {
                wrong(key.at(), "a key must be a name");
            }
        }
        if (cut && !entries.isEmpty() && entries.get(entries.size() - 1).value() instanceof YamlNode.Scalar) {
            // Right before the error: it may be a part of what was meant.
            entries.remove(entries.size() - 1);
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
