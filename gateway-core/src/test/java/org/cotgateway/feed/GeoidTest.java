package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoidTest {

    /** The points that NGA gives with its program for EGM96's grid of 15 minutes (INPUT.DAT, OUTINTPT.DAT); east to 360. */
    @ParameterizedTest
    @CsvSource({
        "38.6281550, 269.7791550, -31.628",
        "-14.6212170, 305.0211140, -2.969",
        "46.8743190, 102.4487290, -43.575",
        "-23.6174460, 133.8747120, 15.871",
        "38.6254730, 359.9995000, 50.066",
        "-0.4667440, 0.0023000, 17.329",
    })
    void isWhereItsMakersSay(double lat, double east, double meters) {
        // They interpolate by splines.
        double lon = east > 180 ? east - 360 : east;
        assertThat(Geoid.egm96().height(lat, lon)).isCloseTo(meters, within(0.15));
    }

    @Test
    void isTheSameFromBothSidesOfTheAntimeridianAndAllAroundThePoles() {
        Geoid geoid = Geoid.egm96();
        assertThat(geoid.height(12.3, 180)).isEqualTo(geoid.height(12.3, -180));
        assertThat(geoid.height(90, 0)).isEqualTo(13.61, within(0.01));
        assertThat(geoid.height(90, 123.4)).isEqualTo(geoid.height(90, -17));
        assertThat(geoid.height(-90, 180)).isEqualTo(-29.53, within(0.01));
    }
}
