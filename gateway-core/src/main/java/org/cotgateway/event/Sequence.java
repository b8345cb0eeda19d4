package org.cotgateway.event;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** An immutable list over an array that those who go through many of them use as it is. Safe on any thread. */
final class Sequence<E> extends AbstractList<E> implements RandomAccess {

    /** Not to be written to. */
    final E[] elements;

    private Sequence(E[] elements) {
        this.elements = elements;
    }

    /**
     * The same elements in the same order.
     *
     * @param array makes an array of so many
     * @throws NullPointerException if one is null
     */
    static <E> Sequence<E> copyOf(List<E> list, IntFunction<E[]> array) {
        if (list instanceof Sequence<E> same) {
            return same;
        }
        E[] elements = list.toArray(array);
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
