package org.cotgateway.bench.load;

import org.jspecify.annotations.Nullable;

/** By which way events come in, and as what. */
enum IntakeCase {
    STREAM("XML on a stream", null, null),
    POST_XML("XML, one POST", "application/xml", "track.xml"),
    POST_NDJSON("NDJSON (GeoJSON), one POST", "application/x-ndjson", "track.geojson");

    private final String title;
    private final @Nullable String contentType;
    private final @Nullable String template;

    IntakeCase(String title, @Nullable String contentType, @Nullable String template) {
        this.title = title;
        this.contentType = contentType;
        this.template = template;
    }

    String title() {
        return title;
    }

    /** Null if it is no request. */
    @Nullable
    String contentType() {
        return contentType;
    }

    /** The name of the file with one event, null if it is no request. */
    @Nullable
    String template() {
        return template;
    }
}
