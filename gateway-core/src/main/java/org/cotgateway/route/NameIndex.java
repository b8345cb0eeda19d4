package org.cotgateway.route;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, any number of them under one. Adding and removing take constant time, also when thousands share a name.
 */
final class NameIndex<T> {

    private final Map<String, Bearers<T>> byName = new HashMap<>();
    private int size;

    /** Those who bear one name. */
    static final class Bearers<T> {

        final String name;

        @Nullable
        Node<T> first;

        /** The number of the last routing that was addressed to this name. */
        long visitedIn;
        /** Whether that routing reached anybody under it. */
        boolean reached;

        private Bearers(String name) {
            this.name = name;
        }
    }

    /** A value's place under its name. */
    static final class Node<T> {

        final T value;
        private final Bearers<T> bearers;
        private @Nullable Node<T> previous;
        private @Nullable Node<T> next;

        private Node(T value, Bearers<T> bearers) {
            this.value = value;
            this.bearers = bearers;
        }

        String name() {
            return bearers.name;
        }

        @Nullable
        Node<T> next() {
            return next;
        }
    }

    Node<T> add(String name, T value) {
        Bearers<T> bearers = byName.computeIfAbsent(name, Bearers::new);
        Node<T> node = new Node<>(value, bearers);
        Node<T> second = bearers.first;
        if (second != null) {
            second.previous = node;
        }
        node.next = second;
        bearers.first = node;
        size++;
        return node;
    }

    void remove(Node<T> node) {
        size--;
        if (node.next != null) {
            node.next.previous = node.previous;
        }
        if (node.previous != null) {
            node.previous.next = node.next;
        } else {
            node.bearers.first = node.next;
            if (node.next == null) {
                byName.remove(node.name());
            }
        }
    }

    /** How many values there are. */
    int size() {
        return size;
    }

    @Nullable
    Bearers<T> bearers(String name) {
        return byName.get(name);
    }
}
