package org.cotgateway.feed;

import java.time.InstantSource;
import java.util.Objects;

/** What a feed's bytes mean. Loop-only. */
@FunctionalInterface
interface RowFormat {

    /**
     * Begins to read some of them.
     *
     * @param sender whose bytes they are: has {@code equals}, and what one of them leaves unfinished another does not go on with
     */
    FeedIntake open(RowSink rows, Object sender);

    /** That of a feed, in whose settings nothing is wrong. */
    static RowFormat of(FeedSettings settings, InstantSource clock) {
        return switch (settings.format()) {
            case JSON, NDJSON, CSV -> mapped(settings, Objects.requireNonNull(settings.mapping()));
            case READSB -> ReadsbDocument.format(settings, clock);
            case SBS -> {
                SbsAircraft aircraft = new SbsAircraft(settings, clock);
                yield (rows, sender) -> new LineIntake(new SbsLines(aircraft, rows), rows, settings.maxRowBytes());
            }
            case AIS -> {
                AisLines lines = new AisLines(new AisShips(settings, clock), clock);
                yield (rows, sender) -> new LineIntake(
                        (bytes, from, to, number) -> rows.row(lines.read(bytes, from, to, sender), number),
                        rows,
                        settings.maxRowBytes());
            }
        };
    }

    private static RowFormat mapped(FeedSettings settings, MappingSettings how) {
        if (how.altitudeAbove() == HeightDatum.MSL) {
            Geoid.egm96();
        }
        EventMapping mapping = new EventMapping(how, FeedReader.zone(settings));
        int maxBytes = settings.maxRowBytes();
        return switch (settings.format()) {
            case CSV -> {
                char delimiter = FeedRules.delimiter(how.delimiter());
                yield (rows, sender) ->
                        new CsvIntake(new CsvRows(mapping, rows, how.header()), rows, delimiter, maxBytes);
            }
            case NDJSON -> (rows, sender) -> new LineIntake(new NdjsonLines(mapping, rows), rows, maxBytes);
            default -> {
                JsonShape shape = new JsonShape(
                        FieldTree.withRows(how.items(), mapping.places()),
                        0,
                        mapping.fields().size(),
                        "must have objects at " + (how.items() == null ? "its root" : how.items()),
                        mapping::map);
                yield (rows, sender) -> new JsonIntake(shape, rows, maxBytes);
            }
        };
    }
}
