package org.cotgateway.json;

import java.util.List;
import java.util.Optional;

/** The forms in which documents of events come. */
public enum DocumentFormat {
    /** One event as XML, or several, one behind the other or inside another element. */
    XML("application/xml", "text/xml"),
    /** Our JSON of an event, an array of them, or an object that has such an array as {@code events}. */
    JSON("application/json"),
    /** A Feature or a FeatureCollection of RFC 7946. */
    GEOJSON("application/geo+json", "application/vnd.geo+json"),
    /** In each line our JSON of an event or a GeoJSON Feature. */
    NDJSON("application/x-ndjson", "application/ndjson", "application/jsonl", "application/geo+json-seq");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> mediaTypes;

    DocumentFormat(String... mediaTypes) {
        this.mediaTypes = List.of(mediaTypes);
    }

    /** What the format is called in answers; it may have other names in requests. */
    public String mediaType() {
        return mediaTypes.get(0);
    }

    /** The format of that media type; parameters such as {@code charset} are passed over, and case does not count. */
    public static Optional<DocumentFormat> ofMediaType(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        String type = (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon)).strip();
        for (DocumentFormat format : values()) {
            if (format.mediaTypes.stream().anyMatch(type::equalsIgnoreCase)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Begins to read a document of this format, to be closed by the caller; {@link DocumentReaders} are for many short ones. */
    public EventDocument open(EventItems items, DocumentSettings settings) {
        return new DocumentReaders(settings).open(this, items);
    }

    /** Begins to read a document of this format with the usual limits. */
    public EventDocument open(EventItems items) {
        return open(items, DocumentSettings.DEFAULT);
    }
}
