package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Arrays;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.Link;
import org.cotgateway.json.JsonCursor.BrokenItemException;

/**
 * The coordinates of a geometry, read before it is known what kind of geometry it is: positions, and how deep they are nested.
 * Used again for every geometry.
 */
final class Coordinates {

    /** Numbers of one position as they are kept: longitude, latitude, height. */
    private static final int STRIDE = 3;

    private static final double MAX_LAT = 90;
    private static final double MAX_LON = 180;

    private double[] numbers = new double[STRIDE * 16];
    private int count;
    private int depth;
    private int lists;
    private boolean isUneven;

    void clear() {
        count = 0;
        depth = 0;
        lists = 0;
        isUneven = false;
    }

    /** How many positions there are. */
    int count() {
        return count;
    }

    /** How many arrays are around a position's numbers; 0 if there is no position. */
    int depth() {
        return isUneven ? 0 : depth;
    }

    /** How many arrays directly hold positions: in a polygon its rings. */
    int lists() {
        return lists;
    }

    double lon(int position) {
        return numbers[position * STRIDE];
    }

    double lat(int position) {
        return numbers[position * STRIDE + 1];
    }

    /** The height in metres, NaN if the position has none. */
    double hae(int position) {
        return numbers[position * STRIDE + 2];
    }

    /** The position as a corner of a shape: {@code link@point} has latitude, longitude and, if there is one, the height. */
    CotElement corner(int position) {
        double hae = hae(position);
        Link corner = Double.isNaN(hae)
                ? Link.corner(lat(position), lon(position))
                : Link.corner(lat(position), lon(position), hae);
        return corner.toElement();
    }

    /** Whether two positions are the same place, whatever their heights. */
    boolean isSamePlace(int one, int other) {
        return lon(one) == lon(other) && lat(one) == lat(other);
    }

    /** The middle between the smallest and the largest of all latitudes. */
    double middleLat() {
        double least = lat(0);
        double most = least;
        for (int i = 1; i < count; i++) {
            least = Math.min(least, lat(i));
            most = Math.max(most, lat(i));
        }
        return least + (most - least) / 2;
    }

    /**
     * The middle between the westernmost and the easternmost position. Each lies on the shorter way around the world from the one
     * before it, as devices draw it: so what crosses the antimeridian has its middle there, and not on the other side.
     */
    double middleLon() {
        double least = lon(0);
        double most = least;
        double turns = 0;
        for (int i = 1; i < count; i++) {
            double step = lon(i) - lon(i - 1);
            turns += step > MAX_LON ? -2 * MAX_LON : step < -MAX_LON ? 2 * MAX_LON : 0;
            least = Math.min(least, lon(i) + turns);
            most = Math.max(most, lon(i) + turns);
        }
        double middle = least + (most - least) / 2;
        return Math.abs(middle) <= MAX_LON ? middle : Math.IEEEremainder(middle, 2 * MAX_LON);
    }

    /** Reads the value at which the cursor stands. */
    void read(JsonCursor cursor) throws BrokenItemException {
        clear();
        if (cursor.isArray()) {
            list(cursor, 1);
        }
    }

    private void list(JsonCursor cursor, int level) throws BrokenItemException {
        boolean hasPositions = false;
        while (cursor.next() != JsonToken.END_ARRAY) {
            if (cursor.token() == JsonToken.START_ARRAY) {
                int before = count;
                list(cursor, level + 1);
                hasPositions |= count == before + 1 && depth == level + 1;
            } else {
                position(cursor, level);
                return;
            }
        }
        lists += hasPositions ? 1 : 0;
    }

    /** Reads a position at whose first number the cursor stands, to its end. */
    private void position(JsonCursor cursor, int level) throws BrokenItemException {
        if (depth != 0 && depth != level) {
            isUneven = true;
        }
        depth = level;
        if (numbers.length < (count + 1) * STRIDE) {
            numbers = Arrays.copyOf(numbers, numbers.length * 2);
        }
        int first = count++ * STRIDE;
        Arrays.fill(numbers, first, first + STRIDE, Double.NaN);
        int found = 0;
        do {
            double value = cursor.number();
            if (found < STRIDE && !Double.isNaN(value)) {
                numbers[first + found] = value;
                checkRange(cursor, value, found);
            }
            found++;
        } while (cursor.next() != JsonToken.END_ARRAY);
        if (found < 2 || found > STRIDE) {
            cursor.violate(
                    cursor.pointer(),
                    found + " numbers",
                    "must be a position: longitude, latitude and perhaps the height");
        }
        for (int i = first; i < first + 2; i++) {
            numbers[i] = Double.isNaN(numbers[i]) ? 0 : numbers[i];
        }
    }

    private static void checkRange(JsonCursor cursor, double value, int dimension) throws BrokenItemException {
        if (dimension == 0 && Math.abs(value) > MAX_LON) {
            cursor.violate("must be a longitude between -180 and 180");
        } else if (dimension == 1 && Math.abs(value) > MAX_LAT) {
            cursor.violate("must be a latitude between -90 and 90; the longitude comes first in GeoJSON");
        }
    }
}
