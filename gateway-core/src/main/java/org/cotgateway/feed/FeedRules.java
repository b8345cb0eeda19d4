package org.cotgateway.feed;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.cotgateway.event.Affiliation;
import org.cotgateway.event.CotType;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The rules for a feed's settings. One feed, one thread. */
final class FeedRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern COLUMN_NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");
    private static final String TAB = "tab";

    private final FeedSettings feed;
    private final List<Violation> found = new ArrayList<>();

    private FeedRules(FeedSettings feed) {
        this.feed = feed;
    }

    /** All that is wrong. */
    static List<Violation> check(FeedSettings feed) {
        FeedRules rules = new FeedRules(feed);
        rules.checkFeed();
        rules.checkInput(feed.input());
        if (feed.mapping() == null) {
            if (feed.format().isMapped()) {
                rules.violate("mapping", null, "is missing; " + feed.format() + " says nothing without one");
            }
        } else if (feed.format().isMapped()) {
            rules.checkMapping(feed.mapping());
        } else {
            rules.violate("mapping", null, "is only for the formats json, ndjson and csv");
        }
        return List.copyOf(rules.found);
    }

    /** The character that separates columns; NUL if the text names none. */
    static char delimiter(String text) {
        if (text.equals(TAB)) {
            return '\t';
        }
        boolean usable = text.length() == 1 && text.charAt(0) < 0x7f && (text.charAt(0) > ' ' || text.equals("\t"));
        return usable && !text.equals("\"") ? text.charAt(0) : 0;
    }

    /** Whether a field of CSV is named by its column's number. */
    static boolean isColumnNumber(String field) {
        return COLUMN_NUMBER.matcher(field).matches();
    }

    private void checkFeed() {
        if (!NAME.matcher(feed.name()).matches()) {
            violate("name", feed.name(), "must have 1 to 64 letters, digits, '.', '_' or '-': it stands in paths");
        }
        if (feed.groups().isEmpty()) {
            violate("groups", null, "must name at least one group");
        }
        if (Affiliation.of(feed.affiliation()).isEmpty()) {
            violate("affiliation", feed.affiliation(), "must be the second letter of a type, such as n, u, f or h");
        }
        String timeZone = feed.timeZone();
        if (timeZone != null) {
            try {
                ZoneId.of(timeZone);
            } catch (DateTimeException unknown) {
                violate("timeZone", timeZone, "must be a time zone such as UTC, +02:00 or Europe/Vienna");
            }
        }
        StaleSettings stale = feed.stale();
        if (stale.min().compareTo(stale.max()) > 0) {
            violate("stale.min", null, "must not be more than stale.max");
        }
    }

    private void checkInput(FeedInputSettings input) {
        if (!input.http() && input.udp() == null && input.tcp() == null && input.file() == null) {
            violate("input", null, "must name at least one way: http, udp, tcp or file");
        }
    }

    private void checkMapping(MappingSettings mapping) {
        checkDocument(mapping);
        checkField("mapping.uid", mapping.uid());
        if (mapping.uidPrefix() != null && mapping.uidPrefix().length() >= EventRules.MAX_ID_CHARS) {
            violate("mapping.uidPrefix", mapping.uidPrefix(), "must leave room for a uid of 100 characters in all");
        }
        checkTypes(mapping);
        if (!EventRules.isHow(mapping.how())) {
            violate("mapping.how", mapping.how(), "must be a how such as m-g");
        }
        checkField("mapping.lat", mapping.lat());
        checkField("mapping.lon", mapping.lon());
        checkField("mapping.altitude", mapping.altitude());
        if (mapping.altitude() != null && mapping.altitudeAbove() == null) {
            violate("mapping.altitudeAbove", null, "is missing; heights are above the ellipsoid or above msl");
        }
        checkField("mapping.accuracy", mapping.accuracy());
        checkField("mapping.course", mapping.course());
        checkField("mapping.speed", mapping.speed());
        checkField("mapping.time", mapping.time());
        checkTemplate("mapping.callsign", mapping.callsign());
        checkTemplate("mapping.remarks", mapping.remarks());
    }

    private void checkDocument(MappingSettings mapping) {
        String items = mapping.items();
        if (items != null && feed.format() != FeedFormat.JSON) {
            violate("mapping.items", items, "is only for the format json");
        } else if (items != null && !items.startsWith("/")) {
            violate("mapping.items", items, "must be a JSON Pointer such as /tracks");
        } else if (items != null) {
            checkEscapes("mapping.items", items);
        }
        if (delimiter(mapping.delimiter()) == 0) {
            violate("mapping.delimiter", mapping.delimiter(), "must be one ASCII character other than \", or tab");
        }
    }

    private void checkTypes(MappingSettings mapping) {
        String type = mapping.type();
        if (type == null && mapping.typeField() == null) {
            violate("mapping.type", null, "is missing, and there is no mapping.typeField either");
        } else if (type != null) {
            checkType("mapping.type", type);
        }
        checkField("mapping.typeField", mapping.typeField());
        if (mapping.typeField() == null && !mapping.types().isEmpty()) {
            violate("mapping.types", null, "needs a mapping.typeField that it is the table of");
        }
        mapping.types().forEach((value, meaning) -> checkType("mapping.types." + value, meaning));
    }

    private void checkType(String key, String type) {
        CotType.parse(type).violations().forEach(wrong -> violate(key, type, wrong.rule()));
    }

    private void checkTemplate(String key, @Nullable String text) {
        if (text != null) {
            FieldSlots slots = new FieldSlots();
            try {
                Template.parse(text, slots);
                slots.fields().forEach(field -> checkField(key, field));
            } catch (IllegalArgumentException wrong) {
                violate(key, text, String.valueOf(wrong.getMessage()));
            }
        }
    }

    private void checkField(String key, @Nullable String field) {
        MappingSettings mapping = feed.mapping();
        if (field == null || mapping == null) {
            return;
        }
        if (feed.format() != FeedFormat.CSV) {
            checkEscapes(key, field);
        } else if (!mapping.header() && !isColumnNumber(field)) {
            violate(key, field, "must be a column's number, because mapping.header is false");
        }
    }

    private void checkEscapes(String key, String pointer) {
        if (pointer.startsWith("/") && BAD_ESCAPE.matcher(pointer).find()) {
            violate(key, pointer, "must have ~0 for ~ and ~1 for / in its parts");
        }
    }

    private void violate(String key, @Nullable String value, String rule) {
        found.add(Violation.of(key, value, rule));
    }
}
