package org.cotgateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A gateway's status document as lines of at most 100 cells. Whatever is missing in the document is shown as {@code -}. */
final class StatusTable {

    private static final String NONE = "-";
    private static final int NAME_CELLS = 32;
    private static final int STATE_CELLS = 11;
    private static final int PROTOCOL_CELLS = 5;
    private static final int LINE_CELLS = 100;
    private static final int MAX_CONTACTS = 3;
    private static final String NUMBERS = "%9s %9s %9s %9s %8s";

    private final JsonNode status;
    private final Instant at;

    StatusTable(JsonNode status) {
        this.status = status;
        Instant said = instant(status.path("at"));
        this.at = said == null ? Instant.EPOCH : said;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        JsonNode gateway = status.path("gateway");
        lines.add(line(text(gateway.path("callsign")) + "  " + text(gateway.path("uid")) + "  version "
                + text(gateway.path("version")) + "  up "
                + span(Duration.ofMillis(gateway.path("uptimeMs").asLong()))));
        lines.add(line("contacts " + status.path("contacts").asLong() + "   receivers "
                + status.path("receivers").size()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-12s %9s %9s %9s", "events/s", "1 s", "10 s", "60 s"));
        lines.add(rates("in"));
        lines.add(rates("out"));
        lines.add("");
        JsonNode listeners = status.path("listeners");
        if (!listeners.isEmpty()) {
            lines.add(TableText.column("listener", NAME_CELLS) + " " + TableText.column("address", NAME_CELLS)
                    + "   clients");
            listeners.forEach(listener -> listener(listener, lines));
            lines.add("");
        }
        feeds(lines);
        lines.add(TableText.column("receiver", NAME_CELLS) + " " + TableText.column("state", STATE_CELLS) + " "
                + TableText.column("proto", PROTOCOL_CELLS) + " "
                + String.format(Locale.ROOT, NUMBERS, "queued", "sent", "conflated", "dropped", "seen"));
        status.path("receivers").forEach(receiver -> receiver(receiver, lines));
        return lines;
    }

    private static void listener(JsonNode listener, List<String> lines) {
        lines.add(TableText.column(text(listener.path("name")), NAME_CELLS) + " "
                + TableText.column(text(listener.path("address")), NAME_CELLS) + " "
                + String.format(Locale.ROOT, "%9d", listener.path("clients").asLong()));
        bad(listener, lines);
    }

    private void feeds(List<String> lines) {
        JsonNode feeds = status.path("feeds");
        if (feeds.isEmpty()) {
            return;
        }
        lines.add(TableText.column("feed", NAME_CELLS) + " " + TableText.column("format", STATE_CELLS) + " "
                + String.format(Locale.ROOT, "%9s %9s %9s %9s %8s", "in", "out", "rejected", "lag", "last"));
        for (JsonNode feed : feeds) {
            long rejected = 0;
            StringBuilder reasons = new StringBuilder();
            for (var reason : feed.path("rejected").properties()) {
                rejected += reason.getValue().asLong();
                reasons.append("  ")
                        .append(reason.getKey())
                        .append(' ')
                        .append(reason.getValue().asLong());
            }
            JsonNode lag = feed.path("lagMs");
            lines.add(TableText.column(text(feed.path("name")), NAME_CELLS) + " "
                    + TableText.column(text(feed.path("format")), STATE_CELLS) + " "
                    + String.format(
                            Locale.ROOT,
                            "%9s %9s %9s %9s %8s",
                            count(feed.path("in").asLong()),
                            count(feed.path("out").asLong()),
                            count(rejected),
                            lag.isNumber() ? String.format(Locale.ROOT, "%.1f s", lag.asLong() / 1_000.0) : NONE,
                            ago(feed.path("lastEvent"))));
            if (feed.path("trouble").isTextual()) {
                lines.add(line("  " + feed.path("trouble").asText()));
            }
            if (rejected > 0) {
                lines.add(line("  rejected:" + reasons));
                lines.add(line("  last rejected: " + text(feed.path("lastRejected"))));
            }
        }
        lines.add("");
    }

    private void receiver(JsonNode receiver, List<String> lines) {
        JsonNode queue = receiver.path("queue");
        long dropped = 0;
        StringBuilder reasons = new StringBuilder();
        for (var reason : receiver.path("dropped").properties()) {
            dropped += reason.getValue().asLong();
            reasons.append("  ")
                    .append(reason.getKey())
                    .append(' ')
                    .append(reason.getValue().asLong());
        }
        lines.add(TableText.column(text(receiver.path("name")), NAME_CELLS) + " "
                + TableText.column(text(receiver.path("state")), STATE_CELLS) + " "
                + TableText.column(text(receiver.path("protocol")), PROTOCOL_CELLS) + " "
                + String.format(
                        Locale.ROOT,
                        NUMBERS,
                        count(queue.path("waiting").asLong()
                                + queue.path("underWay").asLong()),
                        count(receiver.path("sentEvents").asLong()),
                        count(receiver.path("conflated").asLong()),
                        count(dropped),
                        ago(receiver.path("lastReceived"))));
        identity(receiver, lines);
        trouble(receiver, lines);
        contacts(receiver, lines);
        if (dropped > 0) {
            lines.add(line("  dropped:" + reasons));
        }
        bad(receiver, lines);
    }

    private static void bad(JsonNode from, List<String> lines) {
        StringBuilder bad = new StringBuilder();
        for (var kind : from.path("bad").properties()) {
            bad.append("  ")
                    .append(kind.getKey())
                    .append(' ')
                    .append(kind.getValue().asLong());
        }
        if (!bad.isEmpty()) {
            lines.add(line("  bad:" + bad));
        }
    }

    /** Who it is, where that says more than its name. */
    private static void identity(JsonNode receiver, List<String> lines) {
        StringBuilder who = new StringBuilder();
        if (receiver.has("address") && !receiver.path("address").equals(receiver.path("name"))) {
            who.append("  at ").append(text(receiver.path("address")));
        }
        for (String field : List.of("listener", "certificate", "user")) {
            if (receiver.path(field).isTextual()) {
                who.append("  ").append(field).append(' ').append(text(receiver.path(field)));
            }
        }
        if (receiver.path("rule").isInt()) {
            who.append("  rule clients[").append(receiver.path("rule").asInt()).append(']');
        }
        groups("  in ", receiver.path("groups").path("in"), who);
        groups("  out ", receiver.path("groups").path("out"), who);
        if (!who.isEmpty()) {
            lines.add(line(who.toString()));
        }
    }

    private static void groups(String title, JsonNode groups, StringBuilder who) {
        for (int i = 0; i < groups.size(); i++) {
            who.append(i == 0 ? title : ",").append(groups.get(i).asText());
        }
    }

    private static void trouble(JsonNode receiver, List<String> lines) {
        if (receiver.path("trouble").isTextual()) {
            boolean datagrams = receiver.path("transport").asText().equals("udp");
            lines.add(line("  " + (datagrams ? "not sent: " : "not connected: ")
                    + receiver.path("trouble").asText()));
        }
    }

    private static void contacts(JsonNode receiver, List<String> lines) {
        JsonNode contacts = receiver.path("contacts");
        for (int i = 0; i < Math.min(MAX_CONTACTS, contacts.size()); i++) {
            JsonNode contact = contacts.get(i);
            lines.add(line("  " + text(contact.path("callsign")) + "  " + text(contact.path("uid"))));
        }
        int count = receiver.path("contactCount").asInt(contacts.size());
        if (count > MAX_CONTACTS) {
            String listed = contacts.size() < count ? "the first " + contacts.size() : "all";
            lines.add("  ... and " + (count - MAX_CONTACTS) + " more; --json lists " + listed);
        }
    }

    private String rates(String direction) {
        JsonNode rates = status.path("rates").path(direction);
        return String.format(
                Locale.ROOT,
                "%-12s %9.1f %9.1f %9.1f",
                direction,
                rates.path("second").asDouble(),
                rates.path("tenSeconds").asDouble(),
                rates.path("minute").asDouble());
    }

    /** By the gateway's clock, which need not be ours. */
    private String ago(JsonNode when) {
        Instant instant = instant(when);
        return instant == null ? NONE : span(Duration.between(instant, at));
    }

    private static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    /** Fits its column. */
    private static String count(long count) {
        if (count < 1_000_000) {
            return Long.toString(count);
        }
        return count < 10_000_000_000L ? count / 1_000 + "k" : count / 1_000_000 + "M";
    }

    private static String line(String text) {
        String plain = TableText.plain(text);
        return TableText.cells(plain) <= LINE_CELLS ? plain : TableText.column(plain, LINE_CELLS);
    }

    private static String text(JsonNode value) {
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : NONE;
    }

    private static @Nullable Instant instant(JsonNode value) {
        try {
            return value.isTextual() ? Instant.parse(value.asText()) : null;
        } catch (DateTimeParseException otherwise) {
            return null;
        }
    }
}
