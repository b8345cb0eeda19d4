package org.cotgateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.config.Shape.Items;
import org.cotgateway.config.Shape.Key;
import org.cotgateway.config.Shape.Section;
import org.cotgateway.config.Shape.Table;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.MappingSettings;
import org.jspecify.annotations.Nullable;

/**
 * The file's shape, taken from the records: keys are components, what may be missing is {@code @Nullable}, defaults are
 * those of the records' own default instances.
 */
final class Schema {

    private static final String SETTINGS = "settings";

    /** Where entries of lists, and sections that are not always there, start from. */
    private static final List<Record> TEMPLATES = List.of(
            ListenerConfig.TEMPLATE,
            EndpointConfig.TEMPLATE,
            ClientConfig.TEMPLATE,
            FeedSettings.TEMPLATE,
            MappingSettings.TEMPLATE,
            TlsConfig.TEMPLATE,
            AreaConfig.TEMPLATE,
            AreaConfig.Box.TEMPLATE,
            AreaConfig.Circle.TEMPLATE);

    private Schema() {}

    /** The whole file: the settings' keys, then the others. */
    static Section file() {
        Section whole = section(GatewayConfig.DEFAULT);
        Key settings = whole.keys().get(SETTINGS);
        Map<String, Key> keys = new LinkedHashMap<>();
        if (settings != null && settings.shape() instanceof Section section) {
            keys.putAll(section.keys());
        }
        whole.keys().values().stream().filter(key -> key != settings).forEach(key -> keys.put(key.name(), key));
        return new Section(keys, flat(whole.defaults()));
    }

    /** The record's tree with the settings' keys at its top. */
    static ObjectNode flat(ObjectNode config) {
        ObjectNode flat = config.objectNode();
        config.get(SETTINGS).properties().forEach(entry -> flat.set(entry.getKey(), entry.getValue()));
        config.properties().stream()
                .filter(entry -> !entry.getKey().equals(SETTINGS))
                .forEach(entry -> flat.set(entry.getKey(), entry.getValue()));
        return flat;
    }

    /** The other way round. */
    static ObjectNode nested(ObjectNode flat) {
        ObjectNode settings = flat.objectNode();
        ObjectNode config = flat.objectNode();
        Section whole = section(GatewayConfig.DEFAULT);
        flat.properties()
                .forEach(entry -> (whole.keys().containsKey(entry.getKey()) ? config : settings)
                        .set(entry.getKey(), entry.getValue()));
        config.set(SETTINGS, settings);
        return config;
    }

    /** A nested tree whose settings are the defaults. */
    static ObjectNode withDefaultSettings(ObjectNode nested) {
        ObjectNode copy = nested.objectNode();
        copy.setAll(nested);
        copy.set(SETTINGS, ConfigMapper.tree(GatewayConfig.DEFAULT).get(SETTINGS));
        return copy;
    }

    private static Section section(Record template) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (RecordComponent component : template.getClass().getRecordComponents()) {
            Class<?> owner = template.getClass();
            String name = component.getName();
            Shape shape = shape(owner, component, component.getGenericType(), value(component, template));
            keys.put(name, new Key(name, shape, isNullable(component), Bounds.required(owner, name)));
        }
        return new Section(keys, ConfigMapper.tree(template));
    }

    private static Shape shape(Class<?> owner, RecordComponent component, Type type, @Nullable Object value) {
        if (type instanceof ParameterizedType table && table.getRawType() == Map.class) {
            Class<?> of = (Class<?>) table.getActualTypeArguments()[1];
            return new Table(new Leaf(of, false, Bounds.range(owner, component.getName(), of)));
        }
        if (type instanceof ParameterizedType list) {
            return new Items(shape(owner, component, list.getActualTypeArguments()[0], null));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return section(value == null ? template(plain) : (Record) value);
        }
        String name = component.getName();
        boolean number = plain == int.class || plain == long.class || plain == Long.class;
        return new Leaf(plain, number && name.endsWith("Bytes"), Bounds.range(owner, name, plain));
    }

    private static Record template(Class<?> type) {
        return TEMPLATES.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no template for " + type));
    }

    private static @Nullable Object value(RecordComponent component, Record template) {
        try {
            return component.getAccessor().invoke(template);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(component + " of a public record cannot be read", impossible);
        }
    }

    private static boolean isNullable(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }
}
