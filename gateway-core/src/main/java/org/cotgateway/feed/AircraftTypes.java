package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/**
 * The types of events for ADS-B's emitter categories, as RTCA DO-260B 2.2.3.2.5.2 has them. An aircraft on the ground keeps
 * the symbol of an aircraft; the remarks say where it is.
 *
 * <table>
 *   <caption>Types, with the affiliation in the place of the dot</caption>
 *   <tr><th>category</th><th>meaning</th><th>civil</th><th>military</th></tr>
 *   <tr><td>A1 to A6</td><td>aeroplanes, by weight</td><td>a-.-A-C-F</td><td>a-.-A-M-F</td></tr>
 *   <tr><td>A7</td><td>rotorcraft</td><td>a-.-A-C-H</td><td>a-.-A-M-H</td></tr>
 *   <tr><td>B1, B4</td><td>gliders, ultralights and the like</td><td>a-.-A-C-F</td><td>a-.-A-M-F</td></tr>
 *   <tr><td>B2</td><td>lighter than air</td><td>a-.-A-C-L</td><td>a-.-A-M-L</td></tr>
 *   <tr><td>B6</td><td>unmanned</td><td>a-.-A-C-F-q</td><td>a-.-A-M-F-Q</td></tr>
 *   <tr><td>B7</td><td>space vehicles</td><td>a-.-P</td><td>a-.-P</td></tr>
 *   <tr><td>C1, C2</td><td>vehicles on the ground</td><td>a-.-G-E-V</td><td>a-.-G-E-V</td></tr>
 *   <tr><td>C3 to C5</td><td>obstacles</td><td>a-.-G-I</td><td>a-.-G-I</td></tr>
 *   <tr><td>others, none</td><td></td><td>a-.-A-C</td><td>a-.-A-M</td></tr>
 * </table>
 */
final class AircraftTypes {

    private AircraftTypes() {}

    /**
     * The type.
     *
     * @param category two characters such as {@code A3}; null if it is not known
     */
    static String of(String affiliation, @Nullable String category, boolean military) {
        String side = "a-" + affiliation + "-";
        String air = side + (military ? "A-M" : "A-C");
        return switch (category == null ? "" : category) {
            case "A1", "A2", "A3", "A4", "A5", "A6", "B1", "B4" -> air + "-F";
            case "A7" -> air + "-H";
            case "B2" -> air + "-L";
            case "B6" -> air + (military ? "-F-Q" : "-F-q");
            case "B7" -> side + "P";
            case "C1", "C2" -> side + "G-E-V";
            case "C3", "C4", "C5" -> side + "G-I";
            default -> air;
        };
    }
}
