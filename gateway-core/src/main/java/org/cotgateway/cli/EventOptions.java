package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The event of a push: from options, or from a file of XML. */
final class EventOptions {

    private static final String STANDARD_INPUT = "-";

    private static final Map<String, String> NAMES = Map.of(
            "event@uid", "--uid",
            "point@lat", "--lat",
            "point@lon", "--lon",
            "point@hae", "--hae",
            "event@type", "--type",
            "event@how", "--how",
            "detail/contact@callsign", "--callsign",
            "detail/remarks", "--remarks");

    @Option(names = "--event", paramLabel = "FILE", description = "The event as XML; - is standard input.")
    private @Nullable String file;

    @Option(names = "--uid", description = "Identity of the marker; a new one by default.")
    private @Nullable String uid;

    @Option(names = "--lat", paramLabel = "DEG", description = "Latitude, -90 to 90.")
    private @Nullable Double lat;

    @Option(names = "--lon", paramLabel = "DEG", description = "Longitude, -180 to 180.")
    private @Nullable Double lon;

    @Option(
            names = "--hae",
            paramLabel = "M",
            description = "Height above the ellipsoid in metres; unknown by default.")
    private @Nullable Double hae;

    @Option(names = "--type", description = "Type of the event; a-u-G (an unknown thing on the ground) by default.")
    private @Nullable String type;

    @Option(names = "--how", description = "How the position was come by; h-g-i-g-o (entered by a person) by default.")
    private @Nullable String how;

    @Option(names = "--callsign", description = "Name on the map.")
    private @Nullable String callsign;

    @Option(
            names = "--stale",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the event holds, for example 90s, 10m, 2h; 10m by default.")
    private @Nullable Duration stale;

    @Option(names = "--remarks", description = "Text shown with the marker.")
    private @Nullable String remarks;

    @Option(names = "--course", paramLabel = "DEG", description = "Course over ground in degrees from north, 0 to 360.")
    private @Nullable Double course;

    @Option(names = "--speed", paramLabel = "M/S", description = "Speed over ground in metres per second.")
    private @Nullable Double speed;

    /** The event, or everything that is wrong with it, and what stood in the document that events have no place for. */
    record Made(@Nullable CotEvent event, List<Violation> violations, List<Violation> notKept) {}

    /** Whether options of both kinds were given. */
    boolean contradictory() {
        return file != null
                && (uid != null
                        || lat != null
                        || lon != null
                        || hae != null
                        || type != null
                        || how != null
                        || callsign != null
                        || stale != null
                        || remarks != null
                        || course != null
                        || speed != null);
    }

    /** Whether there is neither a file nor a place. */
    boolean incomplete() {
        return file == null && (lat == null || lon == null);
    }

    Made make(InputStream standardInput) throws IOException {
        return file != null ? read(file, standardInput) : build();
    }

    private Made build() {
        String name = callsign != null ? callsign : "Marker";
        double latitude = lat != null ? lat : Double.NaN;
        double longitude = lon != null ? lon : Double.NaN;
        String identity = uid != null ? uid : UUID.randomUUID().toString();
        CotEvent.Builder builder = CotEvents.marker(identity, name, latitude, longitude)
                .point(CotPoint.of(latitude, longitude, hae != null ? hae : CotPoint.UNKNOWN));
        if (type != null) {
            builder.type(type);
        }
        if (how != null) {
            builder.how(how);
        }
        if (stale != null) {
            builder.staleAfter(stale);
        }
        List<Violation> violations = new ArrayList<>();
        addTrack(builder, violations);
        if (remarks != null) {
            builder.add(Remarks.of(remarks));
        }
        CotEvent event = builder.build();
        violations.addAll(0, OptionNames.of(EventRules.check(event), NAMES));
        return new Made(event, violations, List.of());
    }

    /** Where it is heading and how fast, as strictly as in JSON: the rules for events leave what is in a detail alone. */
    private void addTrack(CotEvent.Builder builder, List<Violation> violations) {
        if (course == null && speed == null) {
            return;
        }
        Double clockwise = null;
        if (course != null) {
            clockwise = Track.clockwise(course);
            if (clockwise.isNaN()) {
                violations.add(Violation.of("--course", course.toString(), Track.COURSE_RULE));
            }
        }
        if (speed != null && !(speed >= 0 && speed < Double.POSITIVE_INFINITY)) {
            violations.add(Violation.of("--speed", speed.toString(), "must be a finite number that is not negative"));
        }
        if (violations.isEmpty()) {
            builder.add(new Track(clockwise, speed));
        }
    }

    private static Made read(String file, InputStream standardInput) throws IOException {
        byte[] bytes;
        int most = XmlLimits.DEFAULT.maxEventBytes() + 1;
        if (file.equals(STANDARD_INPUT)) {
            bytes = standardInput.readNBytes(most);
        } else {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                bytes = in.readNBytes(most);
            }
        }
        if (bytes.length == 0) {
            String name = file.equals(STANDARD_INPUT) ? "standard input" : file;
            return new Made(
                    null, List.of(Violation.of("--event", name, "is empty, there is no event in it")), List.of());
        }
        ByteBuf document = Unpooled.wrappedBuffer(bytes);
        XmlReading reading = new CotXmlReader(XmlLimits.DEFAULT).readAndCheck(document);
        return new Made(reading.event(), reading.violations(), reading.notes());
    }
}
