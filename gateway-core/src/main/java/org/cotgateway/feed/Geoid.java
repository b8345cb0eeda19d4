package org.cotgateway.feed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * How high mean sea level lies above the ellipsoid of WGS 84, by EGM96 in steps of 15 minutes, between them interpolated in
 * both directions. Of EGM96 itself that misses by up to about a metre where the geoid is steep, elsewhere by centimetres; EGM96
 * itself misses mean sea level by about as much. Immutable; takes 2 MB once it has been asked for.
 *
 * <p>The resource holds centimetres, row by row from the south pole, each from 180° W to 179.75° E: of each the difference to
 * the sum of its left and lower neighbours less the one between them (0 where there is none), the sign in the last bit, seven
 * bits a byte, lowest first, the highest bit set in all bytes but the last; packed by gzip. Made by {@code scripts/egm96.py}.
 */
final class Geoid {

    private static final String RESOURCE = "egm96-15.bin.gz";
    private static final int STEPS_PER_DEGREE = 4;
    private static final int ROWS = 180 * STEPS_PER_DEGREE + 1;
    private static final int COLUMNS = 360 * STEPS_PER_DEGREE;
    private static final double CENTIMETERS = 100;

    private final short[] heights;

    private Geoid(short[] heights) {
        this.heights = heights;
    }

    /** EGM96. Reads it the first time, which takes some ten milliseconds: to be asked for before the loop needs it. */
    static Geoid egm96() {
        return Holder.EGM96;
    }

    /**
     * The height of mean sea level above the ellipsoid, in metres: what is to be added to a height above mean sea level.
     *
     * @param lat -90 to 90
     * @param lon -180 to 180
     */
    double height(double lat, double lon) {
        double y = (lat + 90) * STEPS_PER_DEGREE;
        double x = (lon + 180) * STEPS_PER_DEGREE;
        int row = Math.min((int) y, ROWS - 2);
        int column = (int) x;
        double north = y - row;
        double east = x - column;
        double south = between(at(row, column), at(row, column + 1), east);
        return between(south, between(at(row + 1, column), at(row + 1, column + 1), east), north) / CENTIMETERS;
    }

    private static double between(double from, double to, double part) {
        return from + (to - from) * part;
    }

    private int at(int row, int column) {
        return heights[row * COLUMNS + column % COLUMNS];
    }

    private static Geoid read() {
        short[] heights = new short[ROWS * COLUMNS];
        try (InputStream resource = Geoid.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing on the class path");
            }
            InputStream in = new BufferedInputStream(new GZIPInputStream(resource));
            for (int at = 0; at < heights.length; at++) {
                int left = at % COLUMNS == 0 ? 0 : heights[at - 1];
                int below = at < COLUMNS ? 0 : heights[at - COLUMNS];
                int corner = at % COLUMNS == 0 || at < COLUMNS ? 0 : heights[at - COLUMNS - 1];
                heights[at] = (short) (left + below - corner + difference(in));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", unreadable);
        }
        return new Geoid(heights);
    }

    private static int difference(InputStream in) throws IOException {
        int number = 0;
        int shift = 0;
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new EOFException("ends too early");
            }
            number |= (next & 0x7f) << shift;
            shift += 7;
        } while (next > 0x7f);
        return number >>> 1 ^ -(number & 1);
    }

    private static final class Holder {
        static final Geoid EGM96 = read();
    }
}
