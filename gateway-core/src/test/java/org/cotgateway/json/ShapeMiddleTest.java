package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.cotgateway.event.CotPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the point of a shape is put that does not say where its middle is. */
class ShapeMiddleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LineString| [[16.3,48.2],[16.5,48.4]]| 16.4| 48.3
            Polygon| [[[10,0],[20,0],[20,10],[10,10],[10,0]]]| 15| 5
            Polygon| [[[-170,0],[-10,0],[150,0],[150,60],[-10,60],[-170,60],[-170,0]]]| -10| 30
            Polygon| [[[170,-10],[-170,-10],[-170,10],[170,10],[170,-10]]]| 180| 0
            Polygon| [[[178,-10],[-172,-10],[-172,10],[178,10],[178,-10]]]| -177| 0
            Polygon| [[[-172,-10],[178,-10],[178,10],[-172,10],[-172,-10]]]| -177| 0
            LineString| [[179,1],[-179,1],[179,3],[-179,3]]| 180| 2
            LineString| [[-178,1],[176,1],[-178,3]]| 179| 2
            """)
    void isTheMiddleAlsoAcrossTheAntimeridian(String type, String coordinates, double lon, double lat) {
        String feature = "{\"type\":\"Feature\",\"id\":\"a\",\"properties\":{},\"geometry\":{\"type\":\"" + type
                + "\",\"coordinates\":" + coordinates + "}}";

        CotPoint point = Found.in(DocumentFormat.GEOJSON, feature).event().point();

        // Both are the antimeridian.
        assertThat(point.lon() == -180 ? 180 : point.lon()).isEqualTo(lon);
        assertThat(point.lat()).isEqualTo(lat);
    }
}
