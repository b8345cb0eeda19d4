package org.cotgateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cotgateway.config.Bounds.Range;
import org.jspecify.annotations.Nullable;

/**
 * A single value of the file: its type, and what it may be. Immutable.
 *
 * @param type the component's type
 * @param size whether it is a number of bytes, written as {@code 4MiB}
 * @param range what a number or duration may be
 */
record Leaf(Class<?> type, boolean size, Range range) implements Shape {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,15})?");

    boolean secret() {
        return type == Secret.class;
    }

    /** The value as Jackson binds it, or null if the text is none; then {@link #rule} says why. */
    @Nullable
    JsonNode read(String text, @Nullable Path directory) {
        if (type == String.class) {
            return text.isBlank() ? null : new TextNode(text);
        }
        if (type == Secret.class) {
            return text.isEmpty() ? null : new POJONode(new Secret(text, null));
        }
        if (type == Path.class) {
            return path(text, directory);
        }
        if (type == boolean.class) {
            boolean valid = text.equals("true") || text.equals("false");
            return valid ? BooleanNode.valueOf(text.equals("true")) : null;
        }
        if (type == Duration.class) {
            Duration duration = Spelling.duration(text);
            boolean valid = duration != null && range.holds(duration.toMillis());
            return valid ? new TextNode(text) : null;
        }
        if (type == InetSocketAddress.class) {
            return Spelling.address(text) == null ? null : new TextNode(text);
        }
        return type.isEnum() ? constant(text) : number(text);
    }

    private @Nullable JsonNode number(String text) {
        if (type == double.class) {
            boolean valid = DECIMAL.matcher(text).matches() && range.holds(Double.parseDouble(text));
            return valid ? new DoubleNode(Double.parseDouble(text)) : null;
        }
        Long value = size ? Spelling.size(text) : whole(text);
        return value != null && range.holds(value) ? new LongNode(value) : null;
    }

    private static @Nullable Long whole(String text) {
        return WHOLE.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    private @Nullable JsonNode constant(String text) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .filter(name -> name.equalsIgnoreCase(text))
                .findFirst()
                .map(TextNode::new)
                .orElse(null);
    }

    /** Relative paths start where the file stands, wherever the gateway was started. */
    private static @Nullable JsonNode path(String text, @Nullable Path directory) {
        try {
            Path path = Path.of(text);
            Path resolved = directory == null ? path : directory.resolve(path).normalize();
            return text.isBlank() ? null : new TextNode(resolved.toString());
        } catch (InvalidPathException invalid) {
            return null;
        }
    }

    /** What must hold, with the allowed values. */
    String rule() {
        if (type == String.class || type == Secret.class) {
            return "must be a text that is not empty";
        }
        if (type == Path.class) {
            return "must be a path";
        }
        if (type == boolean.class) {
            return "must be true or false";
        }
        if (type == InetSocketAddress.class) {
            return "must be an IP address and a port from 0 to 65535, such as 0.0.0.0:8080 or [::1]:8080";
        }
        if (type == Duration.class) {
            return "must be a duration such as 250ms, 30s, 5m, 2h or 1d, from " + spelled(range.least()) + " to "
                    + spelled(range.most());
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        String kind =
                size ? "a size such as 4096, 64KiB or 4MiB" : type == double.class ? "a number" : "a whole number";
        boolean open = range.most() >= Long.MAX_VALUE;
        String bounds = open
                ? ", at least " + spelled(range.least())
                : " from " + spelled(range.least()) + " to " + spelled(range.most());
        return "must be " + kind + (size && !open ? "," : "") + bounds;
    }

    private String spelled(double bound) {
        if (type == Duration.class) {
            return Spelling.text(Duration.ofMillis((long) bound));
        }
        return Long.toString((long) bound);
    }
}
