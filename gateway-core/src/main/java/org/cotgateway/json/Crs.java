package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.regex.Pattern;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;

/**
 * The member {@code crs} that GeoJSON had before RFC 7946, which says in what the coordinates are. Taken are the names of WGS 84
 * as longitude and latitude, and those of EPSG for it, which writers of GeoJSON mean so; what is in anything else would land
 * elsewhere.
 */
final class Crs {

    static final String NAME = "crs";

    static final String RULE =
            "must be WGS 84, urn:ogc:def:crs:OGC:1.3:CRS84, or not be there: GeoJSON knows nothing else (RFC 7946, 4)";

    private static final Pattern WGS_84 = Pattern.compile(
            "(?:urn:(?:x-)?ogc:def:crs:|https?://www\\.opengis\\.net/def/crs/)?"
                    + "(?:(?:OGC[:/](?:[0-9.]*[:/])?)?CRS84h?|EPSG[:/](?:[0-9.]*[:/])?(?:4326|4979))",
            Pattern.CASE_INSENSITIVE);

    private Crs() {}

    /** Reads the value at which the cursor stands, and tells it what is wrong. */
    static void check(JsonCursor cursor) throws BrokenItemException {
        if (cursor.isNull()) {
            return;
        }
        String pointer = cursor.pointer();
        String name = name(cursor);
        if (name == null || !WGS_84.matcher(name).matches()) {
            cursor.violate(pointer, name, RULE);
        }
    }

    private static @Nullable String name(JsonCursor cursor) throws BrokenItemException {
        if (cursor.token() == JsonToken.VALUE_STRING) {
            return cursor.string();
        }
        String name = null;
        if (cursor.token() != JsonToken.START_OBJECT) {
            cursor.skip();
            return null;
        }
        for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            if (field.equals("properties") && cursor.token() == JsonToken.START_OBJECT) {
                name = properties(cursor);
            } else {
                cursor.skip();
            }
        }
        return name;
    }

    private static @Nullable String properties(JsonCursor cursor) throws BrokenItemException {
        String name = null;
        for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            if (field.equals("name") && cursor.token() == JsonToken.VALUE_STRING) {
                name = cursor.string();
            } else if (field.equals("code") && cursor.token() == JsonToken.VALUE_NUMBER_INT) {
                name = "EPSG:" + cursor.scalar();
            } else {
                cursor.skip();
            }
        }
        return name;
    }
}
