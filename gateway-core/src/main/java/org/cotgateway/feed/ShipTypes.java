package org.cotgateway.feed;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The types of events for what AIS tells of: ships by ITU-R M.1371-5 table 53 (type of ship), other things by their MMSI as in
 * ITU-R M.585. Aids to navigation are installations.
 *
 * <table>
 *   <caption>Types, with the affiliation in the place of the dot</caption>
 *   <tr><th>type of ship</th><th>meaning</th><th>type</th></tr>
 *   <tr><td>30</td><td>fishing</td><td>a-.-S-X-F</td></tr>
 *   <tr><td>31, 32</td><td>towing</td><td>a-.-S-X-M-T-O</td></tr>
 *   <tr><td>35</td><td>military operations</td><td>a-.-S-C</td></tr>
 *   <tr><td>36, 37</td><td>sailing, pleasure</td><td>a-.-S-X-R</td></tr>
 *   <tr><td>40 to 49</td><td>high-speed craft</td><td>a-.-S-X-M-F</td></tr>
 *   <tr><td>51</td><td>search and rescue</td><td>a-.-S-N-N-R</td></tr>
 *   <tr><td>52</td><td>tugs</td><td>a-.-S-X-M-T-U</td></tr>
 *   <tr><td>55</td><td>law enforcement</td><td>a-.-S-X-L</td></tr>
 *   <tr><td>58</td><td>medical transports</td><td>a-.-S-N-M</td></tr>
 *   <tr><td>60 to 69</td><td>passenger ships</td><td>a-.-S-X-M-P</td></tr>
 *   <tr><td>70 to 79</td><td>cargo ships</td><td>a-.-S-X-M-C</td></tr>
 *   <tr><td>80 to 89</td><td>tankers</td><td>a-.-S-X-M-O</td></tr>
 *   <tr><td>others, none</td><td></td><td>a-.-S-X</td></tr>
 * </table>
 */
final class ShipTypes {

    private static final int MMSI_DIGITS = 9;

    private ShipTypes() {}

    /** The station's number with all of its nine digits. */
    static String mmsi(int number) {
        return String.format(Locale.ROOT, "%0" + MMSI_DIGITS + "d", number);
    }

    /**
     * The type.
     *
     * @param mmsi nine digits
     * @param shipType as AIS has it; null if it is not known
     */
    static String of(String affiliation, String mmsi, @Nullable Integer shipType) {
        String side = "a-" + affiliation + "-";
        if (mmsi.startsWith("111")) {
            return side + "A-C";
        }
        if (mmsi.startsWith("99")) {
            return side + "G-I";
        }
        return side + "S-" + ship(shipType == null ? 0 : shipType);
    }

    private static String ship(int type) {
        return switch (type) {
            case 30 -> "X-F";
            case 31, 32 -> "X-M-T-O";
            case 35 -> "C";
            case 36, 37 -> "X-R";
            case 51 -> "N-N-R";
            case 52 -> "X-M-T-U";
            case 55 -> "X-L";
            case 58 -> "N-M";
            default ->
                switch (type / 10) {
                    case 4 -> "X-M-F";
                    case 6 -> "X-M-P";
                    case 7 -> "X-M-C";
                    case 8 -> "X-M-O";
                    default -> "X";
                };
        };
    }

    /** What a device in distress is called, by its number; null if it is no such device. */
    static @Nullable String distress(String mmsi) {
        return switch (mmsi.substring(0, 3)) {
            case "970" -> "AIS-SART";
            case "972" -> "MAN OVERBOARD";
            case "974" -> "EPIRB";
            default -> null;
        };
    }
}
