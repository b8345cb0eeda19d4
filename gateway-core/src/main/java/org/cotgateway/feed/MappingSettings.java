package org.cotgateway.feed;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a partner's rows stands what an event needs. Immutable.
 *
 * <p>A field of JSON is named by a JSON Pointer (RFC 6901) that starts at the row, {@code /position/lat}; without the slash
 * at its beginning it is the name of a member. A field of CSV is named by its column's name in the first line, or by its
 * number, counted from 1. In templates fields stand in braces: {@code {flight} {/reg}}; a brace itself is written twice.
 *
 * @param items JSON only: where the array of rows is, a JSON Pointer that starts at the document; null for the document itself
 * @param header CSV only: whether the first line has the columns' names
 * @param delimiter CSV only: what separates columns, one ASCII character or {@code tab}
 * @param uid the field that tells things apart
 * @param uidPrefix what is put before it; null for nothing
 * @param type the type, or the type where {@code typeField} gives none; null if it always does
 * @param typeField the field that the type comes from; null for none
 * @param types which type each value of that field stands for; empty if the field holds types
 * @param how how the positions are come by
 * @param lat the field of the latitude
 * @param lon the field of the longitude
 * @param coordinates how both are written
 * @param altitude the field of the height; null if it is not known
 * @param altitudeUnit its unit
 * @param altitudeAbove above what; must be given with {@code altitude}
 * @param accuracy the field of the circular error, one sigma, in metres; null if it is not known
 * @param course the field of the course, in degrees clockwise from true north; null if it is not known
 * @param speed the field of the speed over ground; null if it is not known
 * @param speedUnit its unit
 * @param time the field of the time; null to take that of arrival
 * @param timeFormat how it is written
 * @param callsign a template of the callsign; null for none
 * @param remarks a template of the remarks; null for none
 */
public record MappingSettings(
        @Nullable String items,
        boolean header,
        String delimiter,
        String uid,
        @Nullable String uidPrefix,
        @Nullable String type,
        @Nullable String typeField,
        Map<String, String> types,
        String how,
        String lat,
        String lon,
        AngleFormat coordinates,
        @Nullable String altitude,
        HeightUnit altitudeUnit,
        @Nullable HeightDatum altitudeAbove,
        @Nullable String accuracy,
        @Nullable String course,
        @Nullable String speed,
        SpeedUnit speedUnit,
        @Nullable String time,
        TimeFormat timeFormat,
        @Nullable String callsign,
        @Nullable String remarks) {

    /** What a mapping starts from; {@code uid}, {@code lat} and {@code lon} must be given. */
    public static final MappingSettings TEMPLATE = new MappingSettings(
            null,
            true,
            ",",
            "",
            null,
            null,
            null,
            Map.of(),
            "m-p",
            "",
            "",
            AngleFormat.DEGREES,
            null,
            HeightUnit.METERS,
            null,
            null,
            null,
            null,
            SpeedUnit.MPS,
            null,
            TimeFormat.ISO,
            null,
            null);

    public MappingSettings {
        types = Map.copyOf(types);
    }
}
