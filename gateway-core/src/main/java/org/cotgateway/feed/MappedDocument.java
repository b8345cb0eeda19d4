package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/** Makes sightings of the rows of JSON documents. */
final class MappedDocument implements JsonRows.Json {

    private final EventMapping mapping;
    private final RowSink rows;

    MappedDocument(EventMapping mapping, RowSink rows) {
        this.mapping = mapping;
        this.rows = rows;
    }

    @Override
    public void row(@Nullable String[] values, int line) {
        rows.row(mapping.map(values), line);
    }

    @Override
    public void noRow(int line, String rule) {
        rows.unreadable(line, RejectReason.MALFORMED, rule);
    }
}
