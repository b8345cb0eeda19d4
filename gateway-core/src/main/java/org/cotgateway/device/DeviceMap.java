package org.cotgateway.device;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;

/**
 * What would be on the screen. An event is shown for one and a half times the span from its start to its stale time,
 * counted from its receipt; not at all when it was stale already. The oldest goes when there are too many. Not
 * thread-safe.
 *
 * <p>Source: ATAK 5.5.
 */
final class DeviceMap {

    static final int MAX_ITEMS = 1_000;

    private static final String DELETE = "t-x-d-d";

    private final Map<String, MapItem> items = new LinkedHashMap<>();

    /** Shows, moves or removes what the event says; returns whether the map shows the event now. */
    boolean take(CotEvent event, long nowMs) {
        if (event.type().equals(DELETE)) {
            delete(event);
            return false;
        }
        if (!isMarker(event.type())) {
            return false;
        }
        items.remove(event.uid());
        if (event.staleMs() <= nowMs) {
            return false;
        }
        if (items.size() == MAX_ITEMS) {
            Iterator<MapItem> oldestFirst = items.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
        long shownMs = Math.max(0, event.staleMs() - event.startMs()) * 3 / 2;
        String callsign = event.detail()
                .element(Contact.NAME)
                .map(contact -> contact.attribute("callsign"))
                .orElse(null);
        items.put(
                event.uid(),
                new MapItem(
                        event.uid(),
                        event.type(),
                        callsign,
                        event.point().lat(),
                        event.point().lon(),
                        nowMs + shownMs));
        return true;
    }

    /** Whether ATAK makes a marker of events of this type. */
    static boolean isMarker(String type) {
        if (type.startsWith("t")) {
            return type.equals("t-k-d") || type.equals("t-s-v-e");
        }
        return !type.startsWith("y") && !type.startsWith("b-t-f") && !type.equals("b-f-t-a") && !type.equals("b-f-t-r");
    }

    private void delete(CotEvent event) {
        if (event.detail().element("__forcedelete").isEmpty()) {
            return;
        }
        for (var node : event.detail().nodes()) {
            if (node instanceof CotElement link && link.name().equals("link")) {
                String uid = link.attribute("uid");
                if (uid != null && link.attribute("relation") != null && link.attribute("type") != null) {
                    items.remove(uid);
                }
            }
        }
    }

    /** Takes off what has had its time. */
    void expire(long nowMs) {
        items.values().removeIf(item -> item.expiresMs() <= nowMs);
    }

    List<MapItem> shown() {
        return new ArrayList<>(items.values());
    }

    int size() {
        return items.size();
    }
}
