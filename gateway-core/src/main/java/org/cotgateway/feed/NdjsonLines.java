package org.cotgateway.feed;

/** Reads lines of JSON, each a row. */
final class NdjsonLines implements LineIntake.Lines {

    private final EventMapping mapping;
    private final RowSink rows;
    private final FieldTree wanted;
    private final JsonFields fields;

    NdjsonLines(EventMapping mapping, RowSink rows) {
        this.mapping = mapping;
        this.rows = rows;
        this.wanted = mapping.places();
        this.fields = new JsonFields(mapping.fields().size());
    }

    @Override
    public void line(byte[] bytes, int from, int to, int number) {
        fields.forgetFrom(0);
        SightingReading wrong = fields.read(bytes, from, to, wanted);
        rows.row(wrong == null ? mapping.map(fields.values()) : wrong, number);
    }
}
