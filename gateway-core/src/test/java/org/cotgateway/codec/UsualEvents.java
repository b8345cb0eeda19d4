package org.cotgateway.codec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Dest;
import org.cotgateway.event.Emergency;
import org.cotgateway.event.FileShare;
import org.cotgateway.event.Group;
import org.cotgateway.event.Link;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Status;
import org.cotgateway.event.Track;

/** Makes valid events of the kinds that go over real networks, the same for the same seed. */
final class UsualEvents {

    private static final List<String> WORDS = List.of(
            "HOPE-1",
            "Bridge & ford",
            "\u00D6sterreich",
            "\u4E2D\u6587",
            "\uD83D\uDE00",
            "a < b",
            "\"quoted\"",
            "it's",
            "x",
            "");

    private final Random random;

    UsualEvents(long seed) {
        random = new Random(seed);
    }

    CotEvent next() {
        String uid = "ANDROID-" + random.nextInt(50);
        CotEvent.Builder event = kind(uid, uid.toLowerCase(Locale.ROOT) + word())
                .time(Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt()))
                .staleAfter(Duration.ofMillis(1 + random.nextInt(100_000)));
        if (random.nextInt(4) == 0) {
            event.add(new Marti(List.of(
                    Dest.callsign(word()), Dest.uid("u" + word()), Dest.group("Cyan"), Dest.mission("m" + word()))));
        }
        if (random.nextInt(4) == 0) {
            event.add(CotElement.named("_flow-tags_")
                    .attribute("TAK-Server-" + random.nextInt(3), "2026-11-21T10:00:00Z")
                    .build());
        }
        if (random.nextInt(4) == 0) {
            event.remarks(word() + "\n" + word());
        }
        return event.build();
    }

    /** A document in another of the forms that valid ones have: other quotes, spaces, an empty detail. */
    String document() {
        String document = Documents.write(next());
        return switch (random.nextInt(6)) {
            case 0 -> document.contains("'") ? document : document.replace('"', '\'');
            case 1 -> document.replace("/>", " />");
            case 2 -> document.replace("></", ">\n</").replace("?><event", "?>\n<event");
            case 3 -> document.replaceFirst("<detail>.*</detail>", "<detail/>");
            case 4 -> document.replaceFirst("<detail>.*</detail>", "");
            default -> document;
        };
    }

    private CotEvent.Builder kind(String uid, String name) {
        double lat = random.nextInt(2) == 0 ? random.nextInt(180) - 90 : random.nextDouble() * 180 - 90;
        double lon = random.nextInt(2) == 0 ? random.nextInt(360) - 180 : random.nextDouble() * 360 - 180;
        return switch (random.nextInt(9)) {
            case 0 -> CotEvents.marker(uid, name, lat, lon);
            case 1 -> CotEvents.chatToAll(uid, name, word());
            case 2 -> CotEvents.chatTo(uid, name, "R" + uid, word(), word());
            case 3 -> CotEvents.emergency(uid, name, Emergency.Kind.values()[0], lat, lon);
            case 4 -> CotEvents.cancelEmergency(uid, name, lat, lon);
            case 5 -> random.nextBoolean() ? CotEvents.delete(uid, "a-f-G") : CotEvents.forceDelete(uid, "a-f-G");
            case 6 -> CotEvents.fileTransfer(file(uid, name), new AckRequest("ack" + uid, true, word()));
            case 7 ->
                CotEvents.fileTransferAck(new AckResponse("ack", uid, true, "tag", "reason", "ab".repeat(32), 17L));
            default ->
                CotEvents.ownPosition(uid, name, "192.168.1.17:4242:tcp", lat, lon)
                        .point(new CotPoint(lat, lon, random.nextGaussian() * 100, random.nextInt(20), 9999999))
                        .add(new Group("Dark Green", "Team Member"))
                        .add(new Status(random.nextInt(100), null))
                        .add(new Track(random.nextDouble() * 360, random.nextDouble()))
                        .add(Link.corner(lat, lon));
        };
    }

    private static FileShare file(String uid, String name) {
        String url = "http://192.168.1.17:8080/getfile?file=a.zip&sender=" + uid;
        return new FileShare("a.zip", url, 12_345, "ab".repeat(32), uid, name, "A & B", true);
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
