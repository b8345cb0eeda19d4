package org.cotgateway.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a hyphenated code mean, read from a resource in which each part is indented by two more than the part
 * before it. Immutable once read; safe on any thread.
 */
final class CodeTree {

    private static final String ANY_AFFILIATION = ".";
    private static final int INDENT = 2;

    private final Node root;

    private CodeTree(Node root) {
        this.root = root;
    }

    /** Reads a resource that lies beside this class; a mistake in it is a bug and throws. */
    static CodeTree load(String resource) {
        try (InputStream in = CodeTree.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return parse(resource, lines.lines().toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }

    static CodeTree parse(String name, List<String> lines) {
        Node root = new Node(null);
        Deque<Node> path = new ArrayDeque<>();
        path.push(root);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String entry = line.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            int indent = line.length() - line.stripLeading().length();
            if (indent % INDENT != 0 || indent / INDENT >= path.size()) {
                throw new IllegalStateException(name + ":" + (i + 1) + ": indented to no parent");
            }
            while (path.size() > indent / INDENT + 1) {
                path.pop();
            }
            int space = entry.indexOf(' ');
            String code = space < 0 ? entry : entry.substring(0, space);
            Node node = new Node(space < 0 ? null : entry.substring(space).strip());
            if (path.element().children.putIfAbsent(code, node) != null) {
                throw new IllegalStateException(name + ":" + (i + 1) + ": " + code + " stands there twice");
            }
            path.push(node);
        }
        return new CodeTree(root);
    }

    /** The parts of a code. After an unknown part all are unknown, but for an affiliation, which leads on as any does. */
    List<CodePart> explain(String code) {
        List<CodePart> parts = new ArrayList<>();
        Node at = root;
        for (String part : code.split("-", -1)) {
            Node next = at == null ? null : at.children.get(part);
            Node anySide = at == null ? null : at.children.get(ANY_AFFILIATION);
            if (anySide != null) {
                parts.add(affiliation(part));
                at = anySide;
            } else {
                parts.add(next == null ? CodePart.unknown(part) : CodePart.of(part, next.meaning));
                at = next;
            }
        }
        return List.copyOf(parts);
    }

    private static CodePart affiliation(String code) {
        if (code.equals(ANY_AFFILIATION)) {
            return CodePart.of(code, "any affiliation");
        }
        return Affiliation.of(code)
                .map(known -> CodePart.of(code, known.label()))
                .orElseGet(() -> CodePart.unknown(code));
    }

    /** The parts in words, for people. */
    static String inWords(List<CodePart> parts) {
        return parts.stream()
                .filter(part -> !part.known() || part.meaning() != null)
                .map(part -> part.known() ? String.valueOf(part.meaning()) : "unknown part " + part.code())
                .collect(Collectors.joining(", "));
    }

    private static final class Node {
        private final @Nullable String meaning;
        private final Map<String, Node> children = new HashMap<>();

        Node(@Nullable String meaning) {
            this.meaning = meaning;
        }
    }
}
