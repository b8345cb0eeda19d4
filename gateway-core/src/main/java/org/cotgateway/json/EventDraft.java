package org.cotgateway.json;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.jspecify.annotations.Nullable;

/** What has been read of an event; what is missing becomes its default. Used again for every event of a reader. */
final class EventDraft {

    /** What a producer that says nothing of it is taken for: a machine. */
    static final String DEFAULT_HOW = "m-g";

    private static final String CALLSIGN = "callsign";
    private static final String COURSE = "course";
    private static final String SPEED = "speed";

    private final DocumentSettings settings;

    String version = CotEvent.VERSION;

    @Nullable
    String uid;

    @Nullable
    String type;

    @Nullable
    String how;

    long timeMs;
    long startMs;
    long staleMs;

    @Nullable
    String access;

    @Nullable
    String qos;

    @Nullable
    String opex;

    @Nullable
    String caveat;

    @Nullable
    String releasableTo;

    double lat;
    double lon;
    double hae;
    double ce;
    double le;

    @Nullable
    String callsign;

    @Nullable
    String course;

    @Nullable
    String speed;

    @Nullable
    String remarks;
    /** What {@code detail} has. */
    final List<CotNode> nodes = new ArrayList<>();

    /** What the fields and {@code detail} make together. */
    private final List<CotNode> fields = new ArrayList<>();

    EventDraft(DocumentSettings settings) {
        this.settings = settings;
        clear();
    }

    void clear() {
        version = CotEvent.VERSION;
        uid = null;
        type = null;
        how = null;
        timeMs = TimeText.NOT_A_TIME;
        startMs = TimeText.NOT_A_TIME;
        staleMs = TimeText.NOT_A_TIME;
        access = null;
        qos = null;
        opex = null;
        caveat = null;
        releasableTo = null;
        lat = 0;
        lon = 0;
        hae = CotPoint.UNKNOWN;
        ce = CotPoint.UNKNOWN;
        le = CotPoint.UNKNOWN;
        callsign = null;
        course = null;
        speed = null;
        remarks = null;
        nodes.clear();
    }

    /** Whether {@code detail} has an element of that name. */
    boolean hasElement(String name) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof CotElement element && element.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Sets the stale time that is said as so much later than the start. */
    void staleAfterStart(long ms) {
        staleMs = startMs() + ms;
    }

    private long madeMs() {
        if (timeMs == TimeText.NOT_A_TIME) {
            timeMs = settings.clock().millis();
        }
        return timeMs;
    }

    private long startMs() {
        return startMs != TimeText.NOT_A_TIME ? startMs : madeMs();
    }

    /** The event; a uid, type or how that is missing is empty. */
    CotEvent toEvent(String defaultType) {
        String what = type == null ? defaultType : type;
        long made = madeMs();
        long from = startMs();
        long until = staleMs != TimeText.NOT_A_TIME
                ? staleMs
                : from + settings.staleAfter(what).toMillis();
        return new CotEvent(
                version,
                uid == null ? "" : uid,
                what,
                how == null ? DEFAULT_HOW : how,
                made,
                from,
                until,
                access,
                qos,
                opex,
                caveat,
                releasableTo,
                new CotPoint(lat, lon, hae, ce, le),
                detail());
    }

    private CotDetail detail() {
        fields.clear();
        if (callsign != null) {
            fields.add(CotElement.of(Contact.NAME, new CotAttribute(CALLSIGN, callsign)));
        }
        if (course != null && speed != null) {
            fields.add(CotElement.of(Track.NAME, new CotAttribute(COURSE, course), new CotAttribute(SPEED, speed)));
        } else if (course != null) {
            fields.add(CotElement.of(Track.NAME, new CotAttribute(COURSE, course)));
        } else if (speed != null) {
            fields.add(CotElement.of(Track.NAME, new CotAttribute(SPEED, speed)));
        }
        if (remarks != null) {
            fields.add(CotElement.ofText(Remarks.NAME, remarks));
        }
        if (fields.isEmpty()) {
            return nodes.isEmpty() ? CotDetail.EMPTY : new CotDetail(nodes);
        }
        if (!nodes.isEmpty()) {
            fields.addAll(nodes);
        }
        return new CotDetail(fields);
    }

    /** The fields that elements were made of, in the order of these, as pointers; those of {@code detail} come behind. */
    List<String> fieldPointers() {
        List<String> pointers = new ArrayList<>(3);
        if (callsign != null) {
            pointers.add("/callsign");
        }
        if (course != null || speed != null) {
            pointers.add(course != null ? "/course" : "/speed");
        }
        if (remarks != null) {
            pointers.add("/remarks");
        }
        return pointers;
    }
}
