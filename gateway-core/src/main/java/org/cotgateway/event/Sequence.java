package org.cotgateway.event;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** An array as a list that cannot be changed. Safe on any thread. */
final class Sequence<E> extends AbstractList<E> implements RandomAccess {

    /** Not to be written to. */
    final E[] elements;

    /** @param elements taken over */
    Sequence(E[] elements) {
        this.elements = elements;
    }

    /**
     * The same elements in the same order; without any the empty one that is given.
     *
     * @throws NullPointerException if one is null
     */
    static <E> Sequence<E> of(List<E> list, Sequence<E> empty) {
        if (list.isEmpty()) {
            return empty;
        }
        if (list instanceof Sequence<E> same) {
            return same;
        }
        E[] elements = list.toArray(empty.elements);
        for (E element : elements) {
            Objects.requireNonNull(element);
        }
        return new Sequence<>(elements);
    }

    @Override
    public E get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }
}
