package org.cotgateway.json;

import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;

/** Our own JSON of an event, which {@code event.schema.json} describes. */
final class EventObject implements EventForm {

    private static final int LAT = 1;
    private static final int LON = 2;

    private final EventDraft draft;

    EventObject(DocumentSettings settings) {
        draft = new EventDraft(settings);
    }

    @Override
    public CotEvent read(JsonCursor cursor) throws BrokenItemException {
        draft.clear();
        int seen = 0;
        for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            int bit = bit(field);
            if (bit == 0) {
                cursor.violate("is no field of an event");
                cursor.skip();
            } else if ((seen & bit) != 0) {
                cursor.violate("must stand only once");
                cursor.skip();
            } else {
                seen |= bit;
                readField(field, cursor);
            }
        }
        require("uid", seen, cursor);
        require("type", seen, cursor);
        require("point", seen, cursor);
        refuseTwins(cursor);
        return draft.toEvent("");
    }

    private static int bit(String field) {
        return switch (field) {
            case "uid" -> 1;
            case "type" -> 1 << 1;
            case "point" -> 1 << 2;
            case "how" -> 1 << 3;
            case "time" -> 1 << 4;
            case "start" -> 1 << 5;
            case "stale" -> 1 << 6;
            case "callsign" -> 1 << 7;
            case "course" -> 1 << 8;
            case "speed" -> 1 << 9;
            case "remarks" -> 1 << 10;
            case "detail" -> 1 << 11;
            case "access" -> 1 << 12;
            case "qos" -> 1 << 13;
            case "opex" -> 1 << 14;
            case "caveat" -> 1 << 15;
            case "releasableTo" -> 1 << 16;
            case "version" -> 1 << 17;
            default -> 0;
        };
    }

    private void readField(String field, JsonCursor cursor) throws BrokenItemException {
        switch (field) {
            case "uid" -> draft.uid = cursor.string();
            case "type" -> draft.type = cursor.string();
            case "how" -> draft.how = cursor.string();
            case "time" -> draft.timeMs = cursor.time();
            case "start" -> draft.startMs = cursor.time();
            case "stale" -> draft.staleMs = cursor.time();
            case "point" -> readPoint(cursor);
            case "callsign" -> draft.callsign = cursor.string();
            case "course" -> draft.course = cursor.courseText();
            case "speed" -> draft.speed = cursor.speedText();
            case "remarks" -> draft.remarks = cursor.string();
            case "detail" -> new DetailReader(cursor).nodes(draft.nodes);
            case "access" -> draft.access = cursor.string();
            case "qos" -> draft.qos = cursor.string();
            case "opex" -> draft.opex = cursor.string();
            case "caveat" -> draft.caveat = cursor.string();
            case "releasableTo" -> draft.releasableTo = cursor.string();
            default -> {
                String version = cursor.string();
                draft.version = version == null ? CotEvent.VERSION : version;
            }
        }
    }

    private void readPoint(JsonCursor cursor) throws BrokenItemException {
        if (!cursor.isObject()) {
            return;
        }
        int seen = 0;
        for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            int bit = pointBit(field);
            if (bit == 0) {
                cursor.violate("is no field of a point: those are lat, lon, hae, ce and le");
                cursor.skip();
            } else if ((seen & bit) != 0) {
                cursor.violate("must stand only once");
                cursor.skip();
            } else {
                seen |= bit;
                readCoordinate(bit, cursor);
            }
        }
        if ((seen & LAT) == 0) {
            cursor.violate("/point/lat", null, "must be there");
        }
        if ((seen & LON) == 0) {
            cursor.violate("/point/lon", null, "must be there");
        }
    }

    private static int pointBit(String field) {
        return switch (field) {
            case "lat" -> LAT;
            case "lon" -> LON;
            case "hae" -> 1 << 2;
            case "ce" -> 1 << 3;
            case "le" -> 1 << 4;
            default -> 0;
        };
    }

    private void readCoordinate(int bit, JsonCursor cursor) throws BrokenItemException {
        if (bit != LAT && bit != LON && cursor.isNull()) {
            return;
        }
        double value = cursor.number();
        if (Double.isNaN(value)) {
            return;
        }
        switch (bit) {
            case LAT -> draft.lat = value;
            case LON -> draft.lon = value;
            case 1 << 2 -> draft.hae = value;
            case 1 << 3 -> draft.ce = value;
            default -> draft.le = value;
        }
    }

    private static void require(String field, int seen, JsonCursor cursor) {
        if ((seen & bit(field)) == 0) {
            cursor.violate("/" + field, null, "must be there");
        }
    }

    /** What one field and one element of the detail say both would be one too many. */
    private void refuseTwins(JsonCursor cursor) {
        refuseTwin("callsign", draft.callsign, Contact.NAME, cursor);
        refuseTwin("course", draft.course, Track.NAME, cursor);
        refuseTwin("speed", draft.speed, Track.NAME, cursor);
        refuseTwin("remarks", draft.remarks, Remarks.NAME, cursor);
    }

    private void refuseTwin(String field, @Nullable String value, String element, JsonCursor cursor) {
        if (value != null && !draft.nodes.isEmpty() && draft.hasElement(element)) {
            cursor.violate(
                    "/" + field, value, "must not stand beside an element " + element + " in detail: say it there");
        }
    }

    @Override
    public String pointer(String field, CotEvent event) {
        if (field.startsWith("event@")) {
            return "/" + field.substring("event@".length());
        }
        if (field.startsWith("point@")) {
            return "/point/" + field.substring("point@".length());
        }
        return DetailPointer.of(field, event.detail(), draft.fieldPointers(), "/detail");
    }

    @Override
    public List<String> ignored() {
        return List.of();
    }
}
