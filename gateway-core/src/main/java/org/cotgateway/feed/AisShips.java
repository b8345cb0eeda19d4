package org.cotgateway.feed;

import dk.dma.ais.message.AisMessage;
import dk.dma.ais.message.AisMessage18;
import dk.dma.ais.message.AisMessage21;
import dk.dma.ais.message.AisMessage24;
import dk.dma.ais.message.AisMessage27;
import dk.dma.ais.message.AisMessage5;
import dk.dma.ais.message.AisMessage9;
import dk.dma.ais.message.AisPosition;
import dk.dma.ais.message.AisPositionMessage;
import dk.dma.ais.message.AisStaticCommon;
import dk.dma.ais.message.IDimensionMessage;
import dk.dma.ais.message.IPositionMessage;
import dk.dma.ais.message.IVesselPositionMessage;
import dk.dma.enav.model.geometry.Position;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What AIS has said of each ship so far: where it is comes every few seconds (messages 1, 2, 3, 9, 18, 19, 27), who it is
 * every few minutes (5, 19, 24); aids to navigation say both at once (21). A ship that is silent for an hour is forgotten.
 * Loop-only. Source: ITU-R M.1371-5.
 */
final class AisShips {

    private static final long FORGET_MS = 3_600_000;
    private static final String GPS = "m-g";
    /** What a position of high accuracy is better than, in metres. */
    private static final double ACCURATE_METERS = 10;

    private static final double NO_LATITUDE = 91;
    private static final double NO_LONGITUDE = 181;
    private static final double TENTHS = 10;
    private static final int NO_SPEED = 1_023;
    private static final int NO_COURSE = 3_600;
    private static final int NO_LONG_RANGE_SPEED = 63;
    private static final int NO_LONG_RANGE_COURSE = 360;
    private static final int NO_ALTITUDE = 4_095;
    private static final int PART_A = 0;

    private static final class Known {
        private long heardMs;
        private @Nullable String name;
        private @Nullable String radioCallsign;
        private @Nullable String destination;
        private @Nullable Integer shipType;
        private long imo;
        private int length;
        private int width;
    }

    private final String affiliation;
    private final InstantSource clock;
    private final Map<Integer, Known> known;

    AisShips(FeedSettings settings, InstantSource clock) {
        this.affiliation = settings.affiliation();
        this.clock = clock;
        this.known = new LatestMap<>(settings.maxTracks());
    }

    /**
     * Takes a message, and gives the sighting if it says where something is.
     *
     * @param timeMs when it was received; null if that is not known
     */
    SightingReading hear(AisMessage message, @Nullable Long timeMs) {
        if (message.getUserId() == 0) {
            // Of a transponder that nobody has set up: any number of ships.
            return SightingReading.rejected(
                    RejectReason.UNREADABLE, List.of(Violation.of("mmsi", "0", "must be the number of a station")));
        }
        Known ship = know(message.getUserId());
        learn(message, ship);
        if (!(message instanceof IPositionMessage placed)
                || !(message instanceof IVesselPositionMessage
                        || message instanceof AisMessage9
                        || message instanceof AisMessage21
                        || message instanceof AisMessage27)) {
            return SightingReading.NOTHING;
        }
        AisPosition where = placed.getPos();
        Position position = where == null ? null : where.getGeoLocation();
        if (where == null || position == null) {
            return where == null || isUnknown(where) ? SightingReading.NOTHING : nowhere(where);
        }
        String mmsi = ShipTypes.mmsi(message.getUserId());
        double error = placed.getPosAcc() == 1 ? ACCURATE_METERS : CotPoint.UNKNOWN;
        Double knots = knots(message);
        String distress = ShipTypes.distress(mmsi);
        String name = ship.name != null ? ship.name : distress != null ? distress : mmsi;
        return SightingReading.of(new Sighting(
                "MMSI-" + mmsi,
                ShipTypes.of(affiliation, mmsi, ship.shipType),
                GPS,
                new CotPoint(
                        position.getLatitude(), position.getLongitude(), CotPoint.UNKNOWN, error, CotPoint.UNKNOWN),
                course(message),
                knots == null ? null : (Double) SpeedUnit.KNOTS.toMetersPerSecond(knots),
                timeMs,
                0,
                name,
                remarks(message, ship, mmsi, distress)));
    }

    private static boolean isUnknown(AisPosition where) {
        return where.getLatitudeDouble() == NO_LATITUDE || where.getLongitudeDouble() == NO_LONGITUDE;
    }

    private static SightingReading nowhere(AisPosition where) {
        List<Violation> wrong = new ArrayList<>(2);
        check("latitude", where.getLatitudeDouble(), 90, wrong);
        check("longitude", where.getLongitudeDouble(), 180, wrong);
        return SightingReading.rejected(RejectReason.UNREADABLE, wrong);
    }

    private static void check(String field, double degrees, int limit, List<Violation> wrong) {
        if (Math.abs(degrees) > limit) {
            wrong.add(Violation.of(field, Double.toString(degrees), "must be between -" + limit + " and " + limit));
        }
    }

    private Known know(int mmsi) {
        long nowMs = clock.millis();
        Known ship = known.get(mmsi);
        if (ship == null || nowMs - ship.heardMs > FORGET_MS) {
            ship = new Known();
            known.put(mmsi, ship);
        }
        ship.heardMs = nowMs;
        return ship;
    }

    private static void learn(AisMessage message, Known ship) {
        if (message instanceof AisMessage24 part) {
            if (part.getPartNumber() == PART_A) {
                ship.name = text(part.getName(), ship.name);
                return;
            }
            ship.radioCallsign = text(part.getCallsign(), ship.radioCallsign);
            ship.shipType = part.getShipType();
            measure(part, ship);
        } else if (message instanceof AisStaticCommon all) {
            ship.name = text(all.getName(), ship.name);
            ship.radioCallsign = text(all.getCallsign(), ship.radioCallsign);
            ship.shipType = all.getShipType();
            measure(all, ship);
        } else if (message instanceof AisMessage21 aid) {
            String extension = aid.getNameExt();
            ship.name = text(aid.getName() + (extension == null ? "" : extension), ship.name);
        }
        if (message instanceof AisMessage5 voyage) {
            ship.imo = voyage.getImo();
            ship.destination = text(voyage.getDest(), ship.destination);
        }
    }

    private static void measure(IDimensionMessage message, Known ship) {
        ship.length = message.getDimBow() + message.getDimStern();
        ship.width = message.getDimPort() + message.getDimStarboard();
    }

    /** Without the padding; what was known before if there is nothing. */
    private static @Nullable String text(@Nullable String padded, @Nullable String before) {
        String text = padded == null ? "" : AisMessage.trimText(padded).strip();
        return text.isEmpty() ? before : text;
    }

    private static @Nullable Double knots(AisMessage message) {
        if (message instanceof IVesselPositionMessage vessel) {
            return vessel.getSog() >= NO_SPEED ? null : (Double) (vessel.getSog() / TENTHS);
        }
        if (message instanceof AisMessage9 aircraft) {
            return aircraft.getSog() >= NO_SPEED ? null : (Double) (double) aircraft.getSog();
        }
        return message instanceof AisMessage27 far && far.getSog() < NO_LONG_RANGE_SPEED
                ? (Double) (double) far.getSog()
                : null;
    }

    private static @Nullable Double course(AisMessage message) {
        int tenths = NO_COURSE;
        if (message instanceof IVesselPositionMessage vessel) {
            tenths = vessel.getCog();
        } else if (message instanceof AisMessage9 aircraft) {
            tenths = aircraft.getCog();
        } else if (message instanceof AisMessage27 far && far.getCog() < NO_LONG_RANGE_COURSE) {
            return (double) far.getCog();
        }
        return tenths >= NO_COURSE ? null : (Double) (tenths / TENTHS);
    }

    private static @Nullable String remarks(AisMessage message, Known ship, String mmsi, @Nullable String distress) {
        StringJoiner parts = new StringJoiner(", ");
        if (distress != null) {
            parts.add(distress);
        }
        if (ship.name != null) {
            parts.add("MMSI " + mmsi);
        }
        if (ship.imo > 0) {
            parts.add("IMO " + ship.imo);
        }
        if (ship.radioCallsign != null) {
            parts.add("call sign " + ship.radioCallsign);
        }
        if (ship.length > 0) {
            parts.add(ship.length + " m long" + (ship.width > 0 ? ", " + ship.width + " m wide" : ""));
        }
        if (ship.destination != null) {
            parts.add("bound for " + ship.destination);
        }
        String doing = message instanceof AisPositionMessage position
                ? doing(position.getNavStatus(), distress != null)
                : null;
        if (doing != null) {
            parts.add(doing);
        }
        if (message instanceof AisMessage18) {
            parts.add("class B");
        } else if (message instanceof AisMessage21 aid && aid.getVirtual() == 1) {
            parts.add("virtual aid to navigation");
        } else if (message instanceof AisMessage21 aid) {
            parts.add(aid.getOffPosition() == 1 ? "aid to navigation, OFF POSITION" : "aid to navigation");
        } else if (message instanceof AisMessage9 aircraft && aircraft.getAltitude() < NO_ALTITUDE) {
            parts.add("altitude " + aircraft.getAltitude() + " m");
        }
        return parts.length() == 0 ? null : parts.toString();
    }

    /** The navigational status, where it says more than that a ship is under way; devices in distress are tested, too. */
    private static @Nullable String doing(int status, boolean isDistress) {
        if (isDistress) {
            return status == 14 ? "ACTIVE" : status == 15 ? "under test" : null;
        }
        return switch (status) {
            case 1 -> "at anchor";
            case 2 -> "NOT UNDER COMMAND";
            case 3 -> "restricted manoeuvrability";
            case 4 -> "constrained by her draught";
            case 5 -> "moored";
            case 6 -> "AGROUND";
            case 7 -> "engaged in fishing";
            case 8 -> "under way sailing";
            case 14 -> "AIS-SART ACTIVE";
            default -> null;
        };
    }
}
