package org.cotgateway.feed;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.cotgateway.event.CotPoint;
import org.jspecify.annotations.Nullable;

/** What is known of one aircraft, in ADS-B's units, on its way to a sighting. One thread. */
final class Aircraft {

    /** What a text must be to be an {@link #isAddress address}. */
    static final String ADDRESS_RULE = "must be 6 hexadecimal digits that are not all 0, ~ before them or not";

    private static final Pattern ADDRESS = Pattern.compile("(?!~?000000)~?[0-9A-Fa-f]{6}");

    private static final String GPS = "m-g";
    private static final String RADIO = "m-r";

    final String address;

    private @Nullable String callsign;

    @Nullable
    String registration;

    @Nullable
    String model;

    @Nullable
    String category;

    @Nullable
    String squawk;

    boolean military;
    boolean onGround;
    /** Whether its position was not its own to say: multilateration, radar. */
    boolean located;

    @Nullable
    Double baroFeet;

    @Nullable
    Double ellipsoidFeet;

    @Nullable
    Double knots;

    @Nullable
    Double course;

    double circularError = CotPoint.UNKNOWN;

    /** @param address as {@link #isAddress} knows them */
    Aircraft(String address) {
        this.address = address.toUpperCase(Locale.ROOT);
    }

    /**
     * Whether it is an address of ICAO's in six hexadecimal digits, or with {@code ~} before it one of another kind. All
     * zeros are those of a transponder that nobody has set up: any number of aircraft.
     */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Without the filling of a callsign that nobody has set, {@code @} in each of its places; null if nothing is left. */
    void callsign(@Nullable String text) {
        String plain = text == null ? "" : text.replace('@', ' ').strip();
        callsign = plain.isEmpty() ? null : plain;
    }

    /**
     * The sighting of it at a place.
     *
     * @param timeMs when it was there; null if that is not known
     * @param timeErrorMs by how much that may be off
     */
    Sighting at(double lat, double lon, @Nullable Long timeMs, long timeErrorMs, String affiliation) {
        boolean ofIcao = !address.startsWith("~");
        String plain = ofIcao ? address : address.substring(1);
        double hae = ellipsoidFeet == null ? CotPoint.UNKNOWN : HeightUnit.FEET.toMeters(ellipsoidFeet);
        String name = callsign != null ? callsign : registration != null ? registration : plain;
        return new Sighting(
                (ofIcao ? "ICAO-" : "TISB-") + plain,
                AircraftTypes.of(affiliation, category, military),
                located ? RADIO : GPS,
                new CotPoint(lat, lon, hae, circularError, CotPoint.UNKNOWN),
                course,
                knots == null ? null : (Double) SpeedUnit.KNOTS.toMetersPerSecond(knots),
                timeMs,
                timeErrorMs,
                name,
                remarks());
    }

    /** What the event has no place for, emergencies first; null if there is nothing. */
    private @Nullable String remarks() {
        StringJoiner parts = new StringJoiner(", ");
        if (squawk != null) {
            parts.add("squawk " + squawk + meaning(squawk));
        }
        if (registration != null && callsign != null) {
            parts.add(registration);
        }
        if (model != null) {
            parts.add(model);
        }
        if (baroFeet != null) {
            parts.add("pressure altitude " + Math.round(baroFeet) + " ft");
        }
        if (onGround) {
            parts.add("on the ground");
        }
        return parts.length() == 0 ? null : parts.toString();
    }

    private static String meaning(String squawk) {
        return switch (squawk) {
            case "7500" -> " UNLAWFUL INTERFERENCE";
            case "7600" -> " RADIO FAILURE";
            case "7700" -> " EMERGENCY";
            default -> "";
        };
    }
}
