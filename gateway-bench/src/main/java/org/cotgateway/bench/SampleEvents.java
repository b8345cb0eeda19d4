package org.cotgateway.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Group;
import org.cotgateway.event.Status;
import org.cotgateway.event.Takv;

/**
 * Events as a network of some hundred devices sends them, in the order of their times: who reports is random, and each
 * moves on from where it was. Coordinates have seven places, as ATAK writes them, but for one device of eight that writes
 * all digits a double has. The same for the same seed.
 */
public final class SampleEvents {

    /**
     * So many differ enough, and still fit in the second cache, as does what was just read or made and is then written.
     */
    public static final int USUAL_COUNT = 256;

    private static final long SEED = 20_261_122L;
    private static final int DEVICES = 250;
    private static final Instant BEGIN = Instant.parse("2026-11-22T05:59:30.017Z");
    private static final Duration REPORT_STALE = Duration.ofSeconds(75);
    private static final List<String> WORDS = List.of(
            "bridge",
            "convoy",
            "at",
            "the",
            "checkpoint",
            "two",
            "vehicles",
            "&",
            "on",
            "foot",
            "moving",
            "north",
            "fuel",
            "42",
            "held",
            "until",
            "relieved,",
            "M\u00fchldorf",
            "reached;",
            "next",
            "report",
            "in",
            "ten",
            "minutes");

    private final RandomGenerator random;
    private final Device[] devices = new Device[DEVICES];
    private Instant now = BEGIN;

    private SampleEvents(long seed) {
        random = new Random(seed);
        for (int i = 0; i < DEVICES; i++) {
            devices[i] = new Device(i, random);
        }
    }

    /** What an event is about, and so how long it is. */
    public enum Kind {
        /** Somebody's own position with what ATAK 5 says beside it; some 700 bytes as XML. */
        TYPICAL,
        /** A position and nothing else; some 270 bytes. */
        MINIMAL,
        /** A drawn shape of many corners, or a marker with long remarks; some 4 kB. */
        DETAIL_4KB,
        /** A chat message to everybody or to one; some 1 kB. */
        CHAT,
        /** Of ten events eight typical ones, a minimal one and a chat or, now and then, a long one. */
        MIXED
    }

    /** So many events of a kind. */
    public static List<CotEvent> of(Kind kind, int count) {
        SampleEvents samples = new SampleEvents(SEED);
        List<CotEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(samples.next(kind));
        }
        return List.copyOf(events);
    }

    private CotEvent next(Kind kind) {
        now = now.plusMillis(1 + random.nextInt(40));
        Device device = devices[random.nextInt(DEVICES)];
        device.move(random);
        return switch (kind) {
            case TYPICAL -> typical(device);
            case MINIMAL -> position(device).build();
            case DETAIL_4KB -> random.nextInt(3) == 0 ? longRemarks(device) : shape(device);
            case CHAT -> chat(device);
            case MIXED -> mixed(device);
        };
    }

    private CotEvent mixed(Device device) {
        return switch (random.nextInt(20)) {
            case 0 -> shape(device);
            case 1 -> chat(device);
            case 2, 3 -> position(device).build();
            default -> typical(device);
        };
    }

    private CotEvent.Builder position(Device device) {
        return CotEvent.builder()
                .uid(device.uid)
                .type(device.type)
                .how("m-g")
                .time(now)
                .staleAfter(REPORT_STALE)
                .point(device.point());
    }

    private CotEvent typical(Device device) {
        CotEvent.Builder event = position(device)
                .add(new Takv(device.model, "ATAK-CIV", Integer.toString(30 + device.number % 5), "5.5.0.4 (c3d4e5f6)"))
                .add(new Contact(device.callsign, "*:-1:stcp", null))
                .add(CotElement.named("uid").attribute("Droid", device.callsign).build())
                .add(CotElement.named("precisionlocation")
                        .attribute("altsrc", device.number % 3 == 0 ? "DTED0" : "GPS")
                        .attribute("geopointsrc", "GPS")
                        .build())
                .add(new Group(Group.TEAMS.get(device.number % Group.TEAMS.size()), "Team Member"))
                .add(new Status(100 - device.moves % 100, null))
                .add(CotElement.named("track")
                        .attribute("course", String.format(Locale.ROOT, "%.4f", device.course))
                        .attribute("speed", String.format(Locale.ROOT, "%.3f", device.speed))
                        .build());
        return random.nextInt(6) == 0
                ? event.remarks(words(1 + random.nextInt(24))).build()
                : event.build();
    }

    private CotEvent chat(Device device) {
        Device other = devices[random.nextInt(DEVICES)];
        String text = words(2 + random.nextInt(40));
        return (random.nextBoolean()
                        ? CotEvents.chatToAll(device.uid, device.callsign, text)
                        : CotEvents.chatTo(device.uid, device.callsign, other.uid, other.callsign, text))
                .time(now)
                .point(device.point())
                .build();
    }

    private CotEvent shape(Device device) {
        CotEvent.Builder event = position(device).type("u-d-f").how("h-e");
        double lat = device.lat;
        double lon = device.lon;
        int corners = 72 + random.nextInt(16);
        for (int i = 0; i < corners; i++) {
            lat += random.nextInt(2_000) / 1e7;
            lon += random.nextInt(2_000) / 1e7;
            event.add(CotElement.named("link")
                    .attribute("point", String.format(Locale.ROOT, "%.7f,%.7f", lat, lon))
                    .build());
        }
        return event.add(CotElement.named("strokeColor")
                        .attribute("value", "-65536")
                        .build())
                .add(CotElement.named("fillColor")
                        .attribute("value", "-1761607681")
                        .build())
                .add(CotElement.named("strokeWeight").attribute("value", "4.0").build())
                .add(Contact.of("Sector " + device.number))
                .add(CotElement.named("labels_on").attribute("value", "true").build())
                .build();
    }

    private CotEvent longRemarks(Device device) {
        return position(device)
                .type("a-u-G")
                .how("h-g-i-g-o")
                .add(Contact.of("Report of " + device.callsign))
                .remarks(words(600))
                .add(CotElement.named("color").attribute("argb", "-1").build())
                .build();
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    /** One that reports, and where it is by now. */
    private static final class Device {

        private static final List<String> TYPES =
                List.of("a-f-G-U-C", "a-f-G-U-C", "a-f-G-U-C-I", "a-f-A-M-H", "a-f-S");
        private static final List<String> MODELS = List.of("SAMSUNG SM-G998U1", "GOOGLE PIXEL 8", "SAMSUNG SM-S911B");
        private static final List<String> NAMES = List.of("HOPE", "VIPER", "Eagle Eye", "Medic", "LOG", "RECCE West");

        private final int number;
        private final String uid;
        private final String callsign;
        private final String type;
        private final String model;
        private final double places;
        private double lat;
        private double lon;
        private double hae;
        private double course;
        private double speed;
        private int moves;

        Device(int number, RandomGenerator random) {
            this.number = number;
            uid = String.format(Locale.ROOT, "ANDROID-%016x", random.nextLong());
            callsign = NAMES.get(random.nextInt(NAMES.size())) + "-" + number;
            type = TYPES.get(number % TYPES.size());
            model = MODELS.get(number % MODELS.size());
            places = number % 8 == 0 ? 0 : 1e7;
            lat = 47.5 + random.nextDouble() * 2;
            lon = 9.5 + random.nextDouble() * 4;
            hae = 300 + random.nextInt(700);
            course = random.nextDouble() * 360;
        }

        void move(RandomGenerator random) {
            course = (course + random.nextDouble() * 20 + 350) % 360;
            speed = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 14;
            lat += Math.cos(Math.toRadians(course)) * speed * 9e-6;
            lon += Math.sin(Math.toRadians(course)) * speed * 1.3e-5;
            hae += random.nextInt(7) - 3;
            moves++;
        }

        CotPoint point() {
            double ce = number % 4 == 0 ? CotPoint.UNKNOWN : 3 + moves % 50 / 10.0;
            return new CotPoint(rounded(lat), rounded(lon), hae + number / 1e3, ce, CotPoint.UNKNOWN);
        }

        private double rounded(double degrees) {
            return places == 0 ? degrees : Math.rint(degrees * places) / places;
        }
    }
}
