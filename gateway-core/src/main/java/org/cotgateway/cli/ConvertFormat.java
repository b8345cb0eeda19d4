package org.cotgateway.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.DocumentSettings;
import org.cotgateway.json.EventDocument;
import org.cotgateway.json.EventItems;
import org.jspecify.annotations.Nullable;

/** The forms of events that {@code cotgw convert} knows, and how files of them are recognised. */
enum ConvertFormat {
    XML(DocumentFormat.XML, ".xml", ".cot"),
    JSON(DocumentFormat.JSON, ".json"),
    GEOJSON(DocumentFormat.GEOJSON, ".geojson"),
    NDJSON(DocumentFormat.NDJSON, ".ndjson", ".jsonl", ".geojsonl", ".geojsons"),
    /** Frames of TAK Protocol v1 as on a stream, or one message as in a mesh. */
    TAK1(null, ".tak1", ".tak", ".pb");

    /** What is looked at of a file to recognise it. */
    static final int HEAD_BYTES = 64 * 1024;

    private static final Pattern GEOJSON_TYPE =
            Pattern.compile("\"type\"\\s*:\\s*\"(Feature|FeatureCollection)\"|\"features\"\\s*:\\s*\\[");

    /** A whole object in the first line and another one behind it. */
    private static final Pattern LINES = Pattern.compile("\\s*\\{[^\\n]*}[ \\t\\r]*\\n\\s*\\{.*", Pattern.DOTALL);

    private final @Nullable DocumentFormat document;
    private final List<String> extensions;

    ConvertFormat(@Nullable DocumentFormat document, String... extensions) {
        this.document = document;
        this.extensions = List.of(extensions);
    }

    /** The format that a file's name says. */
    static Optional<ConvertFormat> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.extensions.stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /** The format that a file's first bytes say. */
    static Optional<ConvertFormat> ofHead(byte[] head) {
        if (head.length > 0 && (head[0] & 0xFF) == TakFraming.MAGIC) {
            return Optional.of(TAK1);
        }
        String text =
                new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").stripLeading();
        if (text.startsWith("<")) {
            return Optional.of(XML);
        }
        if (LINES.matcher(text).matches()) {
            return Optional.of(NDJSON);
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return Optional.of(GEOJSON_TYPE.matcher(text).find() ? GEOJSON : JSON);
        }
        return Optional.empty();
    }

    EventDocument open(EventItems items, DocumentSettings settings) {
        return document == null ? new TakDocument(items, settings) : document.open(items, settings);
    }
}
