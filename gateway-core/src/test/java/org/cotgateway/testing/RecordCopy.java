package org.cotgateway.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A public record with some of its components changed, so that a test names only what it is about: {@code
 * RecordCopy.of(usual).with("idleTimeout", second).get()}. A component that there is not fails the test.
 */
public final class RecordCopy<R extends Record> {

    private final R original;
    private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();

    private RecordCopy(R original) {
        this.original = original;
    }

    public static <R extends Record> RecordCopy<R> of(R original) {
        return new RecordCopy<>(original);
    }

    public RecordCopy<R> with(String component, @Nullable Object value) {
        changes.put(component, value);
        return this;
    }

    /** A new record; throws what its constructor throws. */
    public R get() {
        RecordComponent[] components = original.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        Map<String, @Nullable Object> left = new LinkedHashMap<>(changes);
        try {
            for (int i = 0; i < components.length; i++) {
                String name = components[i].getName();
                types[i] = components[i].getType();
                values[i] = left.containsKey(name)
                        ? left.remove(name)
                        : components[i].getAccessor().invoke(original);
            }
            if (!left.isEmpty()) {
                throw new AssertionError(original.getClass() + " has no " + left.keySet());
            }
            @SuppressWarnings("unchecked") // it is of the original's class
            R copy = (R) original.getClass().getConstructor(types).newInstance(values);
            return copy;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
