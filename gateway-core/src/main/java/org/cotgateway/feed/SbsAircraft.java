package org.cotgateway.feed;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What BaseStation's lines have said of each aircraft so far: a line has a few of its values only. An aircraft that is
 * silent for five minutes is forgotten, and its height and velocity a minute after they were told. Loop-only.
 *
 * <p>Heights in these lines are pressure altitudes, so the events have none. Their times have no zone and are not believed
 * unless the settings name it.
 */
final class SbsAircraft {

    private static final long FORGET_MS = 300_000;
    private static final long FORGET_MOTION_MS = 60_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss[.SSS]", Locale.ROOT);

    private static final class Known {
        private final Aircraft aircraft;
        private long heardMs;
        private long heightMs;
        private long velocityMs;

        Known(String address) {
            this.aircraft = new Aircraft(address);
        }
    }

    private final String affiliation;
    private final @Nullable ZoneId zone;
    private final InstantSource clock;
    private final Map<String, Known> known;

    SbsAircraft(FeedSettings settings, InstantSource clock) {
        this.affiliation = settings.affiliation();
        this.zone = FeedReader.zone(settings);
        this.clock = clock;
        this.known = new LatestMap<>(settings.maxTracks());
    }

    /** The aircraft as it is known now. */
    private Known know(String address, long nowMs) {
        String key = address.toUpperCase(Locale.ROOT);
        Known found = known.get(key);
        if (found == null || nowMs - found.heardMs > FORGET_MS) {
            found = new Known(key);
            known.put(key, found);
        }
        found.heardMs = nowMs;
        Aircraft aircraft = found.aircraft;
        if (nowMs - found.heightMs > FORGET_MOTION_MS) {
            aircraft.baroFeet = null;
        }
        if (nowMs - found.velocityMs > FORGET_MOTION_MS) {
            aircraft.knots = null;
            aircraft.course = null;
        }
        return found;
    }

    /** Takes what a line says, and gives the sighting if it says where the aircraft is. */
    SightingReading hear(String address, SbsLine line) {
        long nowMs = clock.millis();
        Known found = know(address, nowMs);
        Aircraft aircraft = found.aircraft;
        if (line.callsign() != null) {
            aircraft.callsign(line.callsign());
        }
        if (line.squawk() != null) {
            aircraft.squawk = line.squawk();
        }
        if (line.feet() != null) {
            aircraft.baroFeet = line.feet();
            found.heightMs = nowMs;
        }
        if (line.knots() != null || line.course() != null) {
            aircraft.knots = line.knots();
            aircraft.course = line.course();
            found.velocityMs = nowMs;
        }
        if (line.onGround() != null) {
            aircraft.onGround = line.onGround();
        }
        Double lat = line.lat();
        Double lon = line.lon();
        return lat == null || lon == null
                ? SightingReading.NOTHING
                : SightingReading.of(aircraft.at(lat, lon, timeMs(line), 0, affiliation));
    }

    private @Nullable Long timeMs(SbsLine line) {
        if (zone == null || line.time() == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(line.time(), TIME)
                    .atZone(zone)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeParseException noTime) {
            return null;
        }
    }
}
