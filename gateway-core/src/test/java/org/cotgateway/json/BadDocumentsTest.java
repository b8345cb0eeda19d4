package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: a clear answer, the good items through. */
class BadDocumentsTest {

    private static final String GOOD = "{\"uid\":\"u-1\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2}}";
    private static final String FEATURE =
            "{\"type\":\"Feature\",\"id\":\"f-1\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{}}";
    private static final String XML =
            "<event version='2.0' uid='u-1' type='a-f-G' how='m-g' time='2026-11-21T10:00:00Z'"
                    + " start='2026-11-21T10:00:00Z' stale='2026-11-21T11:00:00Z'><point lat='1' lon='2' hae='3' ce='4' le='5'/></event>";

    private static String document(DocumentFormat format) {
        return switch (format) {
            case XML -> XML + "\n" + XML;
            case JSON -> "[" + GOOD + "," + GOOD + "]";
            case GEOJSON -> "{\"type\":\"FeatureCollection\",\"features\":[" + FEATURE + "," + FEATURE + "]}";
            case NDJSON -> GOOD + "\n" + FEATURE;
        };
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCutOffAnywhereIsSaidAndWhatCameBeforeIsThrough(DocumentFormat format) {
        byte[] whole = document(format).getBytes(StandardCharsets.UTF_8);
        assertThat(Found.in(format, whole, Integer.MAX_VALUE).events()).hasSize(2);
        assertThat(Found.in(format, whole, Integer.MAX_VALUE).rejected()).isEmpty();
        for (int length = 1; length < whole.length; length++) {
            Found found = Found.in(format, Arrays.copyOf(whole, length), 7);
            boolean endsBetweenLines =
                    format == DocumentFormat.NDJSON && (length == GOOD.length() || length == GOOD.length() + 1)
                            || format == DocumentFormat.XML
                                    && length >= XML.length()
                                    && length <= XML.length() + "\n<event".length();
            assertThat(found.rejected()).as("%s bytes", length).hasSize(endsBetweenLines ? 0 : 1);
            assertThat(found.events().size()).as("%s bytes", length).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"-90, 270.0", "-0.5, 359.5", "-360, 0.0", "0, 0", "271.50, 271.50", "360, 360"})
    void aCourseBelowZeroIsCountedTheOtherWay(String number, String course) {
        String member = "\"course\":" + number;
        for (CotEvent event : List.of(
                Found.in(DocumentFormat.JSON, GOOD.replace("\"point\"", member + ",\"point\""))
                        .event(),
                Found.in(DocumentFormat.GEOJSON, FEATURE.replace("\"properties\":{", "\"properties\":{" + member))
                        .event())) {
            assertThat(event.detail().element(Track.NAME).orElseThrow().attribute("course"))
                    .contains(course);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.0", "-0", "-0e3", "-0.00"})
    void anUnsignedNumberHasNoSignWhereItIsNought(String number) {
        String members = "\"course\":" + number + ",\"speed\":" + number;
        for (CotEvent event : List.of(
                Found.in(DocumentFormat.JSON, GOOD.replace("\"point\"", members + ",\"point\""))
                        .event(),
                Found.in(DocumentFormat.GEOJSON, FEATURE.replace("\"properties\":{", "\"properties\":{" + members))
                        .event())) {
            CotElement track = event.detail().element(Track.NAME).orElseThrow();
            assertThat(track.attribute("course")).isEqualTo(number.substring(1));
            assertThat(track.attribute("speed")).isEqualTo(number.substring(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "course, -360.5, must be between -360 and 360 degrees",
        "course, 360.5, must be between -360 and 360 degrees",
        "course, 1e3, must be between -360 and 360 degrees",
        "speed, -0.5, must not be negative"
    })
    void coursesAndSpeedsThatNothingHasAreRefused(String field, String number, String rule) {
        String member = "\"" + field + "\":" + number;
        Found event = Found.in(DocumentFormat.JSON, GOOD.replace("\"point\"", member + ",\"point\""));
        Found feature = Found.in(DocumentFormat.GEOJSON, FEATURE.replace("{}", "{" + member + "}"));

        assertThat(event.rejected()).containsExactly("0 line 1: [/" + field + " \"" + number + "\": " + rule + "]");
        assertThat(feature.rejected())
                .containsExactly("0 line 1: [/properties/" + field + " \"" + number + "\": " + rule + "]");
    }

    @ParameterizedTest
    @CsvSource({"course, 0", "course, 360", "course, 3.6e2", "speed, 0", "speed, 1e3"})
    void coursesAndSpeedsThatThereAreAreTaken(String field, String number) {
        String member = "\"" + field + "\":" + number;
        Found event = Found.in(DocumentFormat.JSON, GOOD.replace("\"point\"", member + ",\"point\""));
        Found feature = Found.in(DocumentFormat.GEOJSON, FEATURE.replace("{}", "{" + member + "}"));

        assertThat(event.event().detail().element("track").orElseThrow().attribute(field))
                .isEqualTo(number);
        assertThat(feature.event().detail().element("track").orElseThrow().attribute(field))
                .isEqualTo(number);
    }

    private static final String CRS = "{\"type\":\"name\",\"properties\":{\"name\":\"%s\"}}";
    private static final String WEB_MERCATOR = CRS.formatted("urn:ogc:def:crs:EPSG::3857");

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void featuresOfACollectionInOtherCoordinatesAreRefused(int pieceBytes) {
        String collection = "{\"type\":\"FeatureCollection\",\"name\":\"x\",\"crs\":" + WEB_MERCATOR + ",\"features\":["
                + FEATURE + "," + FEATURE.replace("[1,2]", "[1,92]") + "]}";
        Found found = Found.in(DocumentFormat.GEOJSON, collection.getBytes(StandardCharsets.UTF_8), pieceBytes);

        assertThat(found.events()).isEmpty();
        assertThat(found.rejected())
                .hasSize(2)
                .allSatisfy(rejected ->
                        assertThat(rejected).contains("/crs \"urn:ogc:def:crs:EPSG::3857\": must be WGS 84"));
        assertThat(found.rejected().get(1)).contains("/geometry/coordinates/1 \"92\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void otherCoordinatesThatAreNamedBehindTheFeaturesAreSaid(int pieceBytes) {
        String collection = "{\"type\":\"FeatureCollection\",\"features\":[" + FEATURE + "], \"crs\" : " + WEB_MERCATOR
                + ",\"x\":[1]}";
        Found found = Found.in(DocumentFormat.GEOJSON, collection.getBytes(StandardCharsets.UTF_8), pieceBytes);

        assertThat(found.events()).hasSize(1);
        assertThat(found.rejected())
                .singleElement()
                .asString()
                .startsWith("1 line 1: [/crs \"urn:ogc:def:crs:EPSG::3857\": must be WGS 84")
                .contains("too late for features before it, taken as WGS 84: 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 1_000, 100_000})
    void otherCoordinatesAreSeenBehindAnyNumberOfOtherMembers(int pieceBytes) {
        String others = ("\"x\":{\"crs\":[\"" + "x".repeat(1_000) + "\"]},\"y\":\"\\\"crs\",\n").repeat(600);
        assertThat(others.length()).isGreaterThan(600_000);
        String name = "\"\\u0063r\\u0073\" : ";
        String before = "{" + others + name + WEB_MERCATOR + "," + others + "\"features\":[" + FEATURE + "]}";
        Found found = Found.in(DocumentFormat.GEOJSON, before.getBytes(StandardCharsets.UTF_8), pieceBytes);

        assertThat(found.events()).isEmpty();
        assertThat(found.rejected()).singleElement().asString().contains("/crs \"urn:ogc:def:crs:EPSG::3857\"");

        String behind = "{\"features\":[" + FEATURE + "," + FEATURE.replace("[1,2]", "[1,92]") + "," + FEATURE + "],"
                + others + name + WEB_MERCATOR + "," + others + "\"crs\":3857}";
        found = Found.in(DocumentFormat.GEOJSON, behind.getBytes(StandardCharsets.UTF_8), pieceBytes);

        assertThat(found.events()).hasSize(2);
        assertThat(found.rejected()).hasSize(2);
        assertThat(found.rejected().get(1))
                .startsWith("3 line 601: [/crs \"urn:ogc:def:crs:EPSG::3857\"")
                .contains("too late for features before it, taken as WGS 84: 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":name}", "[1,2]", "3857", "\"EPSG:3857\"", "true", "{\"x\":\"LONG\"}"})
    void aCrsThatCannotBeReadIsNotWgs84(String crs) {
        String value = crs.replace("LONG", "x".repeat(100_000));
        Found found = Found.in(DocumentFormat.GEOJSON, "{\"crs\":" + value + ",\"features\":[" + FEATURE + "]}");

        assertThat(found.events()).isEmpty();
        assertThat(found.rejected()).singleElement().asString().contains("/crs").contains("must be WGS 84");
    }

    @Test
    void aFeatureOrGeometryInOtherCoordinatesIsRefused() {
        String feature = FEATURE.replace("\"id\"", "\"crs\":" + WEB_MERCATOR + ",\"id\"");
        String geometry = FEATURE.replace("\"coordinates\"", "\"crs\":" + WEB_MERCATOR + ",\"coordinates\"");

        for (DocumentFormat format : new DocumentFormat[] {DocumentFormat.GEOJSON, DocumentFormat.NDJSON}) {
            assertThat(Found.in(format, feature).rejected())
                    .singleElement()
                    .asString()
                    .contains("[/crs \"urn");
            assertThat(Found.in(format, geometry).rejected())
                    .singleElement()
                    .asString()
                    .contains("[/geometry/crs \"urn");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "[]",
                "{}",
                "\"\"",
                "{\"type\":\"link\",\"properties\":{\"href\":\"x\"}}",
                "{\"properties\":{\"code\":3857}}"
            })
    void coordinatesThatNobodyKnowsAreRefused(String crs) {
        String feature = FEATURE.replace("\"id\"", "\"crs\":" + crs + ",\"id\"");

        assertThat(Found.in(DocumentFormat.GEOJSON, feature).rejected())
                .singleElement()
                .asString()
                .contains("/crs")
                .contains("must be WGS 84");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ogc:def:crs:OGC:1.3:CRS84",
                "urn:ogc:def:crs:OGC::CRS84",
                "OGC:CRS84",
                "CRS84",
                "CRS84h",
                "EPSG:4326",
                "urn:ogc:def:crs:EPSG::4326",
                "urn:ogc:def:crs:EPSG:6.9:4326",
                "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                "https://www.opengis.net/def/crs/EPSG/0/4326"
            })
    void theNamesOfWgs84AreTaken(String name) {
        String crs = "\"crs\":" + CRS.formatted(name);
        String collection =
                "{" + crs + ",\"features\":[" + FEATURE.replace("\"id\"", crs + ",\"id\"") + "]," + crs + "}";

        assertThat(Found.in(DocumentFormat.GEOJSON, collection).event().uid()).isEqualTo("f-1");
        assertThat(Found.in(DocumentFormat.GEOJSON, collection.replace(CRS.formatted(name), "null"))
                        .events())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
    void anotherCharsetIsRefused(String charset) {
        for (DocumentFormat format : DocumentFormat.values()) {
            Found found = Found.in(format, document(format).getBytes(Charset.forName(charset)), 11);
            assertThat(found.events()).as("%s", format).isEmpty();
            assertThat(found.rejected()).as("%s", format).isNotEmpty();
        }
    }

    @Test
    void bytesThatAreNoCharactersCostTheirItem() {
        byte[] latin1 = ("[" + GOOD + "," + GOOD.replace("u-1", "\u00FC-1") + "," + GOOD + "]")
                .getBytes(StandardCharsets.ISO_8859_1);
        Found found = Found.in(DocumentFormat.JSON, latin1, 5);
        assertThat(found.events()).hasSize(2);
        assertThat(found.rejected()).hasSize(1);
        assertThat(found.rejected().get(0)).startsWith("1 line 1: ").contains("UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|/uid: must be there, /type: must be there, /point: must be there",
                "{\"uid\":7,\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2}}|/uid \"7\": must be a string",
                "{\"uid\":\"a\",\"uid\":\"b\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2}}|/uid \"b\": must stand only once",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lat\":1,\"lon\":2}}|/point/lat \"1\": must stand only once",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":NaN,\"lon\":Infinity}}|/point/lat \"NaN\": must be a number, and finite, /point/lon \"Infinity\": must be a number, and finite",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1e999,\"lon\":200,\"ce\":-1}}|/point/lat \"1e999\": must be a number that a double can hold, /point/lon \"200\": must be between -180 and 180, /point/ce \"-1\": must not be negative",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":[1,2]}|/point: must be an object",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"time\":\"yesterday\",\"calsign\":1}|/time \"yesterday\": must be a time such as 2026-01-31T23:59:59.000Z, /calsign \"1\": is no field of an event",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"stale\":\"2020-01-01T00:00:00Z\"}|/stale \"2020-01-01T00:00:00.000Z\": must be after start, which is 2026-11-21T12:00:00.000Z",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"callsign\":\"x\",\"detail\":[{\"name\":\"contact\"}]}|/callsign \"x\": must not stand beside an element contact in detail: say it there",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"callsign\":\"\\u0007\"}|/callsign \"\\u0007\": must not contain the character U+0007",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"detail\":[{\"name\":\"b\",\"text\":\"t\",\"children\":[{\"name\":\"c d\"},{\"name\":\"e\",\"attributes\":{\"f\":1,\"f\":\"\\ud800\"}},5]},{\"x\":1}]}|/detail/0/children/2 \"5\": must be an element or a text, /detail/1/x \"1\": is no part of an element: those are name, attributes, text and children, /detail/1/name: must be there, /detail/0/children/0 \"c d\": must be an XML name, /detail/0/children/1/attributes/f \"\\ud800\": must not contain the lone surrogate U+D800, /detail/0/children/1/attributes/f \"\\ud800\": must stand only once in its element",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"detail\":[{\"name\":\"p:x\"}]}|/detail/0 \"p:x\": must have its prefix declared by xmlns:p",
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"detail\":[{\"name\":\"fileshare\",\"attributes\":{\"name\":\"n\"}}]}|/detail/0/attributes/filename: must be there: ATAK ignores the file without it"
            })
    void aBadEventIsAnsweredWithAllThatIsWrong(String event, String expected) {
        Found found = Found.in(DocumentFormat.JSON, "[" + GOOD + "," + event + "," + GOOD + "]");
        assertThat(found.events()).hasSize(2);
        assertThat(found.rejected()).hasSize(1);
        assertThat(found.rejected().get(0)).startsWith("1 line 1: [" + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"Point\",\"coordinates\":[48.2,116.3]}|/geometry/coordinates/1 \"116.3\": must be a latitude between -90 and 90; the longitude comes first in GeoJSON",
                "{\"type\":\"Point\",\"coordinates\":[1]}|/geometry/coordinates \"1 numbers\": must be a position: longitude, latitude and perhaps the height",
                "{\"type\":\"Point\",\"coordinates\":[1,2,3,4]}|/geometry/coordinates \"4 numbers\": must be a position: longitude, latitude and perhaps the height",
                "{\"type\":\"Point\",\"coordinates\":[]}|/geometry/coordinates: must be those of a Point",
                "{\"type\":\"Point\",\"coordinates\":[[1,2]]}|/geometry/coordinates: must be those of a Point",
                "{\"type\":\"Point\",\"coordinates\":[\"1\",2]}|/geometry/coordinates/0 \"1\": must be a number",
                "{\"type\":\"Point\"}|/geometry/coordinates: must be there",
                "null|/geometry \"null\": must be an object",
                "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2]]}|/geometry/type \"MultiPoint\": must be Point, LineString or Polygon",
                "{\"type\":\"GeometryCollection\",\"geometries\":[]}|/geometry/type \"GeometryCollection\": must be Point, LineString or Polygon",
                "{\"type\":\"LineString\",\"coordinates\":[[1,2]]}|/geometry/coordinates: must be at least two positions",
                "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,[4]]]}|/geometry/coordinates/1/1: must be a number",
                "{\"type\":\"LineString\",\"coordinates\":[[1,2],[[3,4]]]}|/geometry/coordinates: must be those of a LineString",
                "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[5,6],[7,8]]]}|/geometry/coordinates/0: must be at least four positions, the last of them the same as the first",
                "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[5,6],[1,2]],[[1,2],[3,4],[5,6],[1,2]]]}|/geometry/coordinates/1: must not be there: shapes in CoT have no holes"
            })
    void aBadGeometryIsAnsweredWithWhatIsWrong(String geometry, String expected) {
        String bad = FEATURE.replace("{\"type\":\"Point\",\"coordinates\":[1,2]}", geometry);
        Found found = Found.in(DocumentFormat.GEOJSON, "{\"features\":[" + FEATURE + "," + bad + "," + FEATURE + "]}");
        assertThat(found.events()).hasSize(2);
        assertThat(found.rejected()).hasSize(1);
        assertThat(found.rejected().get(0)).startsWith("1 line 1: [" + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "17|a number",
                "-1.5e3|a number",
                "\"u-1\"|a string",
                "true|true or false",
                "false|true or false",
                "null|null",
                "[1,[2]]|an array",
                "undefined|no JSON"
            })
    void whatIsNoObjectIsCalledWhatItIs(String item, String kind) {
        String shown = item.startsWith("[") ? "" : " \"" + item + "\"";
        String told = "1 line 2: [event" + shown + ": must be an object, as every event is; this is " + kind + "]";
        String events = "[" + String.join(",\n", GOOD, item, GOOD) + "]";
        String features = "{\"features\":[" + String.join(",\n", FEATURE, item, FEATURE) + "]}";
        String lines = String.join("\n", GOOD, item, GOOD);
        for (int pieceBytes : new int[] {1, Integer.MAX_VALUE}) {
            for (Found found : List.of(
                    Found.in(DocumentFormat.JSON, events.getBytes(StandardCharsets.UTF_8), pieceBytes),
                    Found.in(DocumentFormat.GEOJSON, features.getBytes(StandardCharsets.UTF_8), pieceBytes),
                    Found.in(DocumentFormat.NDJSON, lines.getBytes(StandardCharsets.UTF_8), pieceBytes))) {
                assertThat(found.events()).hasSize(2);
                assertThat(found.rejected()).containsExactly(told);
            }
        }
    }

    @Test
    void badPropertiesAreAllNamed() {
        String bad = FEATURE.replace(
                "\"properties\":{}",
                "\"properties\":{\"stroke\":\"red\",\"stroke-opacity\":2,\"course\":\"north\",\"stale\":-1,\"links\":{},\"takv\":[],"
                        + "\"callsign\":\"a\",\"callsign\":\"b\",\"type\":\"Q\",\"name\":\"ignored\"},\"bbox\":[1]");
        Found found = Found.in(DocumentFormat.GEOJSON, bad);
        assertThat(found.rejected().get(0))
                .contains(
                        "/properties/stroke \"red\": must be a colour such as #ff0000",
                        "/properties/stroke-opacity \"2\": must be a number from 0 to 1",
                        "/properties/course \"north\": must be a number",
                        "/properties/stale \"-1\": must be a time, or how many milliseconds after the start",
                        "/properties/links: must be an array",
                        "/properties/takv: must be an object",
                        "/properties/callsign \"b\": must stand only once",
                        "/properties/type \"Q\": must be a lower-case letter");
    }

    @Test
    void deepNestingAndLongNumbersCostTheirItem() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        String digits = "1".repeat(10_000);
        String text = "[" + GOOD + ",\n" + GOOD.replace("{\"uid\"", "{\"detail\":" + deep + ",\"uid\"") + ",\n"
                + GOOD.replace(":1", ":" + digits) + ",\n" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + ",\n"
                + GOOD
                + "]";
        Found found = Found.in(DocumentFormat.JSON, text);
        assertThat(found.events()).hasSize(2);
        assertThat(found.rejected()).hasSize(3);
        assertThat(found.rejected().get(0)).startsWith("1 line 2: ").contains("must not nest deeper than 64");
        assertThat(found.rejected().get(1))
                .startsWith("2 line 3: ")
                .contains("/point/lat \"1111", "must be written with at most 400 characters");
        assertThat(found.rejected().get(2)).startsWith("3 line 4: ");

        Found lines = Found.in(
                DocumentFormat.NDJSON, text.substring(1, text.length() - 1).replace(",\n", "\n"));
        assertThat(lines.events()).hasSize(2);
        assertThat(lines.rejected()).hasSize(3);

        String wide = FEATURE.replace("[1,2]", deep);
        Found features = Found.in(DocumentFormat.GEOJSON, "{\"features\":[" + wide + "," + FEATURE + "]}");
        assertThat(features.events()).hasSize(1);
        assertThat(features.rejected().get(0)).contains("must not nest deeper than 64");
    }

    @Test
    void whatIsWrongInAFeatureCostsItAlone() {
        String digits = FEATURE.replace("[1,2]", "[" + "1".repeat(10_000) + ",2]");
        String deepProperty =
                FEATURE.replace("{}", "{\"more\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "}");
        String twice = FEATURE.replace("{}", "{\"callsign\":\"a\",\"callsign\":\"b\"}");
        String twiceGeometry = FEATURE.replace("\"geometry\"", "\"geometry\":null,\"geometry\"");
        List<String> bad = List.of(digits, deepProperty, twice, twiceGeometry);
        String joined = String.join("," + FEATURE + ",", bad);

        Found document = Found.in(DocumentFormat.GEOJSON, "{\"features\":[" + joined + "," + FEATURE + "]}");
        Found lines = Found.in(DocumentFormat.NDJSON, String.join("\n" + FEATURE + "\n", bad) + "\n" + FEATURE);

        for (Found found : List.of(document, lines)) {
            assertThat(found.events()).hasSize(4);
            assertThat(found.rejected()).hasSize(4);
            assertThat(found.rejected().get(0)).startsWith("0 ").contains("at most 400 characters");
            assertThat(found.rejected().get(1)).startsWith("2 ").contains("must not nest deeper than 64");
            assertThat(found.rejected().get(2)).contains("/properties/callsign \"b\": must stand only once");
            assertThat(found.rejected().get(3)).contains("/geometry: must stand only once");
        }
    }

    @Test
    void anItemThatIsTooLargeIsPassedOver() {
        String large = GOOD.replace("\"u-1\"", "\"u-1\",\"remarks\":\"" + "x".repeat(600_000) + "\"");
        for (String document : List.of(large + "\n" + GOOD, large + "\n\n\n" + GOOD)) {
            Found lines = Found.in(DocumentFormat.NDJSON, document.getBytes(StandardCharsets.UTF_8), 4_000);
            assertThat(lines.events()).hasSize(1);
            assertThat(lines.rejected()).containsExactly("0 line 1: [event: must be at most 512000 bytes long]");
        }
        Found array =
                Found.in(DocumentFormat.JSON, ("[" + large + "," + GOOD + "]").getBytes(StandardCharsets.UTF_8), 4_000);
        assertThat(array.events()).hasSize(1);
        assertThat(array.rejected()).containsExactly("0 line 1: [event: must be at most 512000 bytes long]");
        Found single = Found.in(DocumentFormat.JSON, large.getBytes(StandardCharsets.UTF_8), 4_000);
        assertThat(single.rejected()).containsExactly("0 line 1: [event: must be at most 512000 bytes long]");
    }

    @Test
    void emptyCollectionsHaveNothingWrong() {
        assertThat(Found.in(DocumentFormat.JSON, "[]")).isEqualTo(new Found());
        assertThat(Found.in(DocumentFormat.JSON, " {\"events\":[ ]} ")).isEqualTo(new Found());
        assertThat(Found.in(DocumentFormat.GEOJSON, "{\"type\":\"FeatureCollection\",\"features\":[]}"))
                .isEqualTo(new Found());
        assertThat(Found.in(DocumentFormat.NDJSON, "\n \n")).isEqualTo(new Found());
        assertThat(Found.in(DocumentFormat.JSON, " ").rejected()).hasSize(1);
        assertThat(Found.in(DocumentFormat.XML, "<events/>").rejected()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s %s]",
                "[%s,]",
                "[,%s]",
                "[%s}",
                "%s%s",
                "[%s]]",
                "[%s],",
                "{\"events\":[%s],\"events\":[]}",
                "true",
                "x%s",
                "[%s,{\"a\":]}",
                "{\"events\":[%s]"
            })
    void whereTheDocumentIsBrokenItIsGivenUpOnce(String document) {
        Found found = Found.in(DocumentFormat.JSON, document.replace("%s", GOOD));
        assertThat(found.rejected()).hasSize(1);
        assertThat(found.events()).hasSize(document.contains("[%s") || document.startsWith("%s") ? 1 : 0);
    }

    @Test
    void aBrokenItemInAnArrayCostsThatItem() {
        Found found = Found.in(DocumentFormat.JSON, "[" + GOOD + ",\n{\"uid\":\n\"a\" 1}," + GOOD + "]");
        assertThat(found.events()).extracting(CotEvent::uid).containsExactly("u-1", "u-1");
        assertThat(found.rejected()).hasSize(1);
        assertThat(found.rejected().get(0)).startsWith("1 line 2: [3:").contains("must be JSON: ");
    }

    @Test
    void aBracketThatIsClosedByAnotherIsToldWithoutTheParsersOwnWords() {
        String bad = "{\"uid\":\"a\",\"x\":[1}";
        for (String wrong : List.of(bad, bad + "}", "{\"detail\":[{]}")) {
            Found found = Found.in(DocumentFormat.NDJSON, GOOD + "\n" + wrong + "\n" + GOOD);

            assertThat(found.events()).hasSize(2);
            assertThat(found.rejected()).hasSize(1);
            assertThat(found.rejected().get(0))
                    .startsWith("1 line 2: ")
                    .contains("must be JSON: Unexpected c")
                    .doesNotContain("Source", "starting", "REDACTED");
        }
    }

    @Test
    void memoryDoesNotGrowWithTheDocument() {
        DocumentSettings small = new DocumentSettings(1_000, 64, 400, null, Found.SETTINGS.clock());
        String foreign = "{\"x\":[" + "[1,2],".repeat(5_000) + "3],\"features\":[" + FEATURE + "],\"z\":["
                + "1,".repeat(9_000) + "1]}";
        Found found = Found.in(DocumentFormat.GEOJSON, foreign.getBytes(StandardCharsets.UTF_8), 100, small);
        assertThat(found.rejected()).isEmpty();
        assertThat(found.events()).hasSize(1);
    }
}
