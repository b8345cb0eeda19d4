package org.cotgateway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.PrintableText;
import org.cotgateway.event.Track;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Events that came in, for people in a line and for programs as a document. Immutable. */
final class EventLine {

    private static final String BETWEEN = "  ";

    private final OutputOptions output;
    private final DateTimeFormatter time;

    EventLine(OutputOptions output, ZoneId zone) {
        this.output = output;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    /** One line, or more if rules are broken; nothing in it steers a terminal. */
    String text(CapturedEvent captured) {
        CotEvent event = captured.event();
        StringBuilder line = new StringBuilder(200);
        line.append(output.faint(time.format(captured.at()))).append(BETWEEN);
        line.append(output.bold(PrintableText.of(event.type())));
        String meaning = TypeTally.meaning(event.type());
        if (!meaning.isEmpty()) {
            line.append(BETWEEN).append(meaning);
        }
        line.append(BETWEEN).append(PrintableText.of(name(event)));
        line.append(BETWEEN).append(position(event.point()));
        Optional<Track> track = event.detail().element(Track.NAME, Track::from);
        if (track.isPresent()) {
            line.append(movement(track.get()));
        }
        line.append(BETWEEN).append(stale(captured.at(), event.staleMs()));
        line.append(BETWEEN).append("from ").append(captured.from());
        line.append(BETWEEN).append(captured.protocol());
        for (Violation violation : captured.broken()) {
            line.append(System.lineSeparator())
                    .append("    ")
                    .append(output.red("invalid: " + PrintableText.of(violation.toString())));
        }
        return line.toString();
    }

    private static String name(CotEvent event) {
        String subject = EventSummary.of(event).subjectUid();
        if (!subject.equals(event.uid())) {
            return "of " + subject;
        }
        String callsign = callsign(event);
        return callsign == null ? event.uid() : callsign + " (" + event.uid() + ")";
    }

    private static @Nullable String callsign(CotEvent event) {
        return event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElse(null);
    }

    private static String position(CotPoint point) {
        String place = String.format(Locale.ROOT, "%.5f,%.5f", point.lat(), point.lon());
        return point.hae() == CotPoint.UNKNOWN ? place : place + String.format(Locale.ROOT, " %.0f m", point.hae());
    }

    private static String movement(Track track) {
        StringBuilder movement = new StringBuilder();
        if (track.speed() != null) {
            movement.append(BETWEEN).append(String.format(Locale.ROOT, "%.1f m/s", track.speed()));
        }
        if (track.course() != null) {
            movement.append(movement.isEmpty() ? BETWEEN : " ");
            movement.append(String.format(Locale.ROOT, "%.0f\u00b0", track.course()));
        }
        return movement.toString();
    }

    private String stale(Instant at, long staleMs) {
        long leftMs = staleMs - at.toEpochMilli();
        return leftMs > 0
                ? "stale in " + roughly(leftMs)
                : output.yellow("stale since " + roughly(Math.negateExact(leftMs)));
    }

    /** The two largest units: {@code 4m 55s}, {@code 2d 3h}, {@code 12s}. */
    private static String roughly(long ms) {
        Duration time = Duration.ofMillis(ms);
        if (time.toDays() > 0) {
            return time.toDays() + "d " + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h " + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m " + time.toSecondsPart() + "s" : time.toSeconds() + "s";
    }

    /** All that there is, for a line of JSON; times as ISO 8601, unknown heights and errors as null. */
    Map<String, @Nullable Object> document(CapturedEvent captured) {
        CotEvent event = captured.event();
        CotPoint point = event.point();
        Optional<Track> track = event.detail().element(Track.NAME, Track::from);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("at", captured.at());
        fields.put("from", captured.from());
        fields.put("protocol", captured.protocol());
        fields.put("uid", event.uid());
        fields.put("type", event.type());
        fields.put("meaning", TypeTally.meaning(event.type()));
        fields.put("how", event.how());
        fields.put("callsign", callsign(event));
        fields.put("time", Instant.ofEpochMilli(event.timeMs()));
        fields.put("start", Instant.ofEpochMilli(event.startMs()));
        fields.put("stale", Instant.ofEpochMilli(event.staleMs()));
        fields.put("lat", point.lat());
        fields.put("lon", point.lon());
        fields.put("hae", known(point.hae()));
        fields.put("ce", known(point.ce()));
        fields.put("le", known(point.le()));
        fields.put("speed", track.map(Track::speed).orElse(null));
        fields.put("course", track.map(Track::course).orElse(null));
        fields.put("access", event.access());
        fields.put("qos", event.qos());
        fields.put("opex", event.opex());
        fields.put("caveat", event.caveat());
        fields.put("releasableTo", event.releasableTo());
        fields.put("violations", captured.broken());
        fields.put("xml", captured.xml());
        return fields;
    }

    private static @Nullable Double known(double value) {
        return value == CotPoint.UNKNOWN ? null : value;
    }
}
