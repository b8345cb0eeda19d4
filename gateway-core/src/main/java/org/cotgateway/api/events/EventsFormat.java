package org.cotgateway.api.events;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotgateway.hub.LatestEvent;
import org.cotgateway.hub.LatestEvents;
import org.cotgateway.json.CotJsonWriter;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.GeoJsonWriter;
import org.jspecify.annotations.Nullable;

/** In which form events are given, and what stands around many of them; each can be published again as it is. */
enum EventsFormat {
    GEOJSON(
            DocumentFormat.GEOJSON,
            "{\"type\":\"FeatureCollection\",\"features\":[\n",
            ",\n",
            "\n]}\n",
            "\n],\"leftOut\":%d}\n") {
        @Override
        void write(LatestEvents latest, LatestEvent event, ByteBuf out) {
            GeoJsonWriter.INSTANCE.write(latest.read(event), out);
        }
    },
    JSON(DocumentFormat.JSON, "{\"events\":[\n", ",\n", "\n]}\n", "\n],\"leftOut\":%d}\n") {
        @Override
        void write(LatestEvents latest, LatestEvent event, ByteBuf out) {
            CotJsonWriter.INSTANCE.write(latest.read(event), out);
        }
    },
    XML(
            DocumentFormat.XML,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<events>\n",
            "\n",
            "\n</events>\n",
            "\n<!-- left out: %d -->\n</events>\n") {
        @Override
        void write(LatestEvents latest, LatestEvent event, ByteBuf out) {
            latest.writeXml(event, out);
        }
    };

    /** As a query names them. */
    static final List<String> NAMES =
            Stream.of(values()).map(format -> format.name).toList();

    /** As a header names them. */
    static final String MEDIA_TYPES =
            Stream.of(values()).map(EventsFormat::mediaType).collect(Collectors.joining(", "));

    private static final String ANY = "*/*";
    private static final String ANY_APPLICATION = "application/*";

    private final String name;
    private final DocumentFormat format;
    private final byte[] head;
    private final byte[] separator;
    private final byte[] tail;
    private final String tailWithNumber;

    EventsFormat(DocumentFormat format, String head, String separator, String tail, String tailWithNumber) {
        this.name = name().toLowerCase(Locale.ROOT);
        this.format = format;
        this.head = head.getBytes(StandardCharsets.UTF_8);
        this.separator = separator.getBytes(StandardCharsets.UTF_8);
        this.tail = tail.getBytes(StandardCharsets.UTF_8);
        this.tailWithNumber = tailWithNumber;
    }

    /** Appends one event. */
    abstract void write(LatestEvents latest, LatestEvent event, ByteBuf out);

    String mediaType() {
        return format.mediaType();
    }

    /** What stands before the first of many. */
    byte[] head() {
        return head;
    }

    /** What stands between two. */
    byte[] separator() {
        return separator;
    }

    /** What stands behind the last; it says how many should stand there and do not, if any. */
    byte[] tail(int leftOut) {
        return leftOut == 0
                ? tail
                : String.format(Locale.ROOT, tailWithNumber, leftOut).getBytes(StandardCharsets.UTF_8);
    }

    /** One event as a document of its own. */
    byte[] document(LatestEvents latest, LatestEvent event) {
        ByteBuf out = Unpooled.buffer(2 * event.sizeBytes());
        write(latest, event, out);
        return ByteBufUtil.getBytes(out.writeByte('\n'));
    }

    /** The format of this name, or null. */
    static @Nullable EventsFormat named(String name) {
        for (EventsFormat format : values()) {
            if (format.name.equals(name)) {
                return format;
            }
        }
        return null;
    }

    /**
     * What an {@code Accept} header prefers (RFC 9110, 12.5.1), GeoJSON where it leaves the choice; null if it takes none of
     * them.
     */
    static @Nullable EventsFormat accepted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return GEOJSON;
        }
        List<String> ranges = List.of(accept.split(","));
        Set<EventsFormat> others = EnumSet.allOf(EventsFormat.class);
        for (String range : ranges) {
            EventsFormat unwanted = weight(range) == 0 ? ofRange(range, Set.of()) : null;
            if (unwanted != null) {
                others.remove(unwanted);
            }
        }
        EventsFormat best = null;
        double bestWeight = 0;
        for (String range : ranges) {
            EventsFormat format = ofRange(range, others);
            double weight = weight(range);
            if (format != null && weight > bestWeight) {
                best = format;
                bestWeight = weight;
            }
        }
        return best;
    }

    /**
     * The format that a range of media types means; null if it means none of them.
     *
     * @param choice those that the header leaves to us where it names none
     */
    private static @Nullable EventsFormat ofRange(String range, Set<EventsFormat> choice) {
        int semicolon = range.indexOf(';');
        String type = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
        if (type.equals(ANY) || type.equalsIgnoreCase(ANY_APPLICATION)) {
            return choice.stream().findFirst().orElse(null);
        }
        DocumentFormat asked = DocumentFormat.ofMediaType(type).orElse(null);
        for (EventsFormat format : values()) {
            if (format.format == asked) {
                return format;
            }
        }
        return null;
    }

    private static double weight(String range) {
        for (String parameter : range.split(";")) {
            String text = parameter.strip();
            if (text.startsWith("q=") || text.startsWith("Q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException noNumber) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
