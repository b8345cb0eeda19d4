package org.cotgateway.feed;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mappings for tests, from the usual one on: {@code id}, {@code lat} and {@code lon}, and the type a-f-G. */
final class Mapping {

    private final Map<String, @Nullable Object> values =
            new HashMap<>(Map.of("uid", "id", "lat", "lat", "lon", "lon", "type", "a-f-G"));

    static Mapping usual() {
        return new Mapping();
    }

    /** Sets a component; null for none. */
    Mapping with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    MappingSettings settings() {
        var components = MappingSettings.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                String name = components[i].getName();
                types[i] = components[i].getType();
                arguments[i] = values.containsKey(name)
                        ? values.remove(name)
                        : components[i].getAccessor().invoke(MappingSettings.TEMPLATE);
            }
            if (!values.isEmpty()) {
                throw new AssertionError("no such components: " + values.keySet());
            }
            return MappingSettings.class.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("MappingSettings is no record like that", impossible);
        }
    }

    FeedSettings feed(FeedFormat format) {
        return FeedRun.feed(format, settings());
    }
}
