package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.cotgateway.event.Violation;
import org.cotgateway.route.Area.BoundingBox;
import org.cotgateway.route.Area.Circle;
import org.junit.jupiter.api.Test;

class AreaTest {

    @Test
    void aBoxHoldsItsBorders() {
        Area box = new BoundingBox(-10, 20, 30, 40);

        assertThat(box.contains(0, 30)).isTrue();
        assertThat(box.contains(-10, 20)).isTrue();
        assertThat(box.contains(30, 40)).isTrue();
        assertThat(box.contains(-10.001, 30)).isFalse();
        assertThat(box.contains(30.001, 30)).isFalse();
        assertThat(box.contains(0, 19.999)).isFalse();
        assertThat(box.contains(0, 40.001)).isFalse();
    }

    @Test
    void aBoxMayCrossTheAntimeridian() {
        Area fiji = new BoundingBox(-21, 176, -12, -178);

        assertThat(fiji.contains(-17, 178)).isTrue();
        assertThat(fiji.contains(-17, -179)).isTrue();
        assertThat(fiji.contains(-17, 180)).isTrue();
        assertThat(fiji.contains(-17, -180)).isTrue();
        assertThat(fiji.contains(-17, 175.9)).isFalse();
        assertThat(fiji.contains(-17, -177.9)).isFalse();
        assertThat(fiji.contains(-17, 0)).isFalse();
    }

    @Test
    void bothNamesOfTheAntimeridianAreOneMeridian() {
        assertThat(new BoundingBox(0, -180, 10, -170).contains(5, 180)).isTrue();
        assertThat(new BoundingBox(0, 170, 10, 180).contains(5, -180)).isTrue();
        assertThat(new BoundingBox(0, 170, 10, 179).contains(5, -180)).isFalse();
    }

    @Test
    void aPoleHasEveryLongitude() {
        assertThat(new BoundingBox(80, 10, 90, 20).contains(90, -120)).isTrue();
        assertThat(new BoundingBox(-90, 10, -80, 20).contains(-90, 0)).isTrue();
        assertThat(new BoundingBox(80, 10, 89, 20).contains(90, 15)).isFalse();
        assertThat(new BoundingBox(80, 10, 90, 20).contains(89.9, -120)).isFalse();
    }

    @Test
    void aCircleIsMeasuredOverTheGround() {
        // A degree of latitude is 111,195 m on a sphere of the mean radius; of longitude, half of that at 60 degrees.
        assertThat(new Circle(60, 10, 111_200).contains(61, 10)).isTrue();
        assertThat(new Circle(60, 10, 111_190).contains(61, 10)).isFalse();
        assertThat(new Circle(60, 10, 55_600).contains(60, 11)).isTrue();
        assertThat(new Circle(60, 10, 55_590).contains(60, 11)).isFalse();
        assertThat(new Circle(60, 10, 1).contains(60, 10)).isTrue();
    }

    @Test
    void aCircleCrossesTheAntimeridian() {
        Area circle = new Circle(0, 179.9, 30_000);

        assertThat(circle.contains(0, -179.9)).isTrue();
        assertThat(circle.contains(0, -179.8)).isFalse();
        assertThat(circle.contains(0, 179.7)).isTrue();
    }

    @Test
    void aCircleReachesOverThePole() {
        Area circle = new Circle(89.9, 0, 30_000);

        assertThat(circle.contains(89.9, 180)).isTrue();
        assertThat(circle.contains(90, 77)).isTrue();
        assertThat(circle.contains(89.8, 180)).isFalse();
        assertThat(new Circle(-90, 0, 30_000).contains(-89.8, 123)).isTrue();
    }

    @Test
    void aCircleOfHalfTheGlobeHoldsItAll() {
        assertThat(new Circle(48, 11, 20_100_000).contains(-48, -169)).isTrue();
        assertThat(new Circle(48, 11, 20_000_000).contains(-48, -169)).isFalse();
    }

    @Test
    void whatIsNoNumberIsNowhere() {
        Area world = new BoundingBox(-90, -180, 90, 180);
        Area circle = new Circle(0, 0, 30_000_000);

        assertThat(world.contains(Double.NaN, 0)).isFalse();
        assertThat(world.contains(0, Double.NaN)).isFalse();
        assertThat(world.contains(90, Double.NaN)).isFalse();
        assertThat(circle.contains(Double.NaN, 0)).isFalse();
        assertThat(circle.contains(0, Double.NaN)).isFalse();
    }

    @Test
    void saysAllThatIsWrong() {
        assertThat(new BoundingBox(91, -181, -91, Double.NaN).check())
                .extracting(Violation::toString)
                .containsExactly(
                        "area@south \"91.0\": must be between -90 and 90",
                        "area@west \"-181.0\": must be between -180 and 180",
                        "area@north \"-91.0\": must be between -90 and 90",
                        "area@east \"NaN\": must be between -180 and 180",
                        "area@south \"91.0\": must be at most area@north");
        assertThat(new Circle(Double.NaN, 200, -5).check())
                .extracting(Violation::field)
                .containsExactly("area@lat", "area@lon", "area@radiusM");
        assertThat(new Circle(0, 0, Double.POSITIVE_INFINITY).check()).hasSize(1);
        assertThat(new Circle(0, 0, Double.NaN).check()).hasSize(1);
        assertThat(new Circle(90, 180, 1).check()).isEmpty();
        assertThat(new BoundingBox(-90, 180, 90, -180).check()).isEmpty();
    }
}
