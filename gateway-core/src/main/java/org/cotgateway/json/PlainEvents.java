package org.cotgateway.json;

import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.cotgateway.event.EventRules;

/**
 * Tells of most valid events that they keep all of {@link EventRules}, without the memory that it takes to name violations:
 * texts in ASCII, few attributes, and no element that has rules of its own. Of all other events it says nothing.
 */
final class PlainEvents {

    private static final long TIME_LIMIT_MS = EventRules.TIME_LIMIT.toEpochMilli();
    private static final double MAX_LAT = 90;
    private static final double MAX_LON = 180;
    private static final int MAX_ATTRIBUTES = 8;
    private static final int MAX_DEPTH = 8;

    private PlainEvents() {}

    /** Whether it is certain that the event keeps all rules. */
    static boolean isPlain(CotEvent event) {
        CotPoint point = event.point();
        return event.version().equals(CotEvent.VERSION)
                && event.access() == null
                && event.qos() == null
                && event.opex() == null
                && event.caveat() == null
                && event.releasableTo() == null
                && isId(event.uid())
                && !event.uid().isBlank()
                && (event.isHeadPlain() || isOneLine(event.uid()))
                && isType(event.type())
                && isHow(event.how())
                && isTime(event.timeMs())
                && isTime(event.startMs())
                && isTime(event.staleMs())
                && event.staleMs() > event.startMs()
                && Math.abs(point.lat()) <= MAX_LAT
                && Math.abs(point.lon()) <= MAX_LON
                && Double.isFinite(point.hae())
                && isError(point.ce())
                && isError(point.le())
                && arePlain(event.detail().nodes(), 1);
    }

    private static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= EventRules.MAX_ID_CHARS;
    }

    /** Whether it is a lower-case letter and parts of letters and digits, and not of the types that have rules of their own. */
    private static boolean isType(String type) {
        return isHow(type) && type.charAt(0) != 't';
    }

    private static boolean isHow(String how) {
        if (!isId(how) || how.charAt(0) < 'a' || how.charAt(0) > 'z') {
            return false;
        }
        for (int i = 1; i < how.length(); i++) {
            char c = how.charAt(i);
            boolean isPart = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            boolean isDash = c == '-' && how.charAt(i - 1) != '-' && i + 1 < how.length();
            if (!isDash && (!isPart || i == 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTime(long ms) {
        return ms >= 0 && ms < TIME_LIMIT_MS;
    }

    private static boolean isError(double value) {
        return value >= 0 && Double.isFinite(value);
    }

    private static boolean arePlain(List<CotNode> nodes, int depth) {
        for (int i = 0; i < nodes.size(); i++) {
            CotNode node = nodes.get(i);
            boolean isPlain = node instanceof CotElement element
                    ? depth <= MAX_DEPTH && isPlain(element, depth)
                    : isPlain((CotText) node);
            if (!isPlain) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(CotText run) {
        return run.isPlain() || isPlainText(run.text());
    }

    private static boolean isPlain(CotElement element, int depth) {
        List<CotAttribute> attributes = element.attributes();
        if (!isPlainName(element.name()) || hasOwnRules(element.name()) || attributes.size() > MAX_ATTRIBUTES) {
            return false;
        }
        for (int i = 0; i < attributes.size(); i++) {
            CotAttribute attribute = attributes.get(i);
            if (!isPlainName(attribute.name()) || !attribute.isPlain() && !isPlainText(attribute.value())) {
                return false;
            }
            for (int j = 0; j < i; j++) {
                if (attributes.get(j).name().equals(attribute.name())) {
                    return false;
                }
            }
        }
        return arePlain(element.children(), depth + 1);
    }

    private static boolean hasOwnRules(String name) {
        return name.equals("fileshare") || name.equals("ackrequest") || name.startsWith("xml");
    }

    private static boolean isPlainName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isPlain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!isPlain) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isOneLine(String text) {
        return isPlainText(text) && text.indexOf('\n') < 0;
    }

    private static boolean isPlainText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
