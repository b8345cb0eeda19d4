package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Map;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.junit.jupiter.api.Test;

class EventMappingTest {

    private static final String ROW = """
            {"id": 17, "pos": {"lat": "4812.6N", "lon": [16, "01622.8E"], "alt": 1000}, "kind": "heli", "v": 100, "hdg": -90,
             "acc": 12.5, "at": 1795262390.5, "flight": " ABC 1 ", "reg": null, "note": {"by": "tower"}}
            """;

    private static Mapping full() {
        return Mapping.usual()
                .with("uid", "/id")
                .with("uidPrefix", "heli-")
                .with("typeField", "kind")
                .with("types", Map.of("heli", "a-f-A-C-H"))
                .with("how", "m-g")
                .with("lat", "/pos/lat")
                .with("lon", "/pos/lon/1")
                .with("coordinates", AngleFormat.DM)
                .with("altitude", "/pos/alt")
                .with("altitudeUnit", HeightUnit.FEET)
                .with("altitudeAbove", HeightDatum.ELLIPSOID)
                .with("accuracy", "acc")
                .with("course", "hdg")
                .with("speed", "/v")
                .with("speedUnit", SpeedUnit.KNOTS)
                .with("time", "at")
                .with("timeFormat", TimeFormat.SECONDS)
                .with("callsign", "{flight} {/reg}")
                .with("remarks", "{{seen}} by {/note/by}");
    }

    @Test
    void whatIsStaleAlreadyOrAheadIsCountedApart() {
        FeedRun run = new FeedRun(Mapping.usual().with("time", "at").feed(FeedFormat.CSV))
                .take(
                        "id,lat,lon,at\n1,1,1,2026-11-21T11:00:00Z\n2,1,1,2026-11-21T13:00:00Z\n3,1,1,2026-11-21T12:00:59Z\n");

        assertThat(run.counts().out()).isEqualTo(3);
        assertThat(run.counts().stale()).isEqualTo(1);
        assertThat(run.counts().ahead()).isEqualTo(1);
    }

    @Test
    void everyFieldFindsItsPlace() {
        CotEvent event = new FeedRun(full().feed(FeedFormat.JSON)).take(ROW).only();

        assertThat(event.uid()).isEqualTo("heli-17");
        assertThat(event.type()).isEqualTo("a-f-A-C-H");
        assertThat(event.how()).isEqualTo("m-g");
        assertThat(event.point()).isEqualTo(new CotPoint(48.21, 16.38, 304.8, 12.5, CotPoint.UNKNOWN));
        assertThat(event.detail().element(Track.NAME, Track::from))
                .contains(new Track(270.0, SpeedUnit.KNOTS.toMetersPerSecond(100)));
        assertThat(event.detail().element(Contact.NAME, Contact::from)).contains(Contact.of("ABC 1"));
        assertThat(event.detail().element(Remarks.NAME, Remarks::from).map(Remarks::text))
                .contains("{seen} by tower");
        assertThat(Instant.ofEpochMilli(event.timeMs())).isEqualTo(Instant.parse("2026-11-21T11:59:50.500Z"));
    }

    @Test
    void heightsAboveMeanSeaLevelAreRaisedByTheGeoid() {
        FeedSettings feed = Mapping.usual()
                .with("altitude", "alt")
                .with("altitudeAbove", HeightDatum.MSL)
                .feed(FeedFormat.NDJSON);

        CotEvent event = new FeedRun(feed)
                .take("{\"id\":\"a\",\"lat\":38.628155,\"lon\":-90.220845,\"alt\":100}")
                .only();

        assertThat(event.point().hae()).isCloseTo(100 - 31.628, within(0.15));
    }

    @Test
    void whatIsWrongIsNamedByTheKeyAndTheFieldAllAtOnce() {
        String row =
                "{\"pos\":{\"lat\":\"north\",\"alt\":\"high\"},\"kind\":\"boat\",\"v\":-1,\"hdg\":999,\"at\":\"noon\"}";

        FeedRun run = new FeedRun(full().with("type", null).feed(FeedFormat.NDJSON)).take(row);

        assertThat(run.counts().lastRejected())
                .startsWith("line 1: mapping.uid (/id): is missing, mapping.typeField (kind) \"boat\": has no entry")
                .endsWith("mapping.time (at) \"noon\": must be seconds since 1970");
        assertThat(run.onlyRejection().reason()).isEqualTo(RejectReason.MISSING);
        assertThat(run.onlyRejection().violations())
                .extracting(Object::toString)
                .containsExactly(
                        "mapping.uid (/id): is missing",
                        "mapping.typeField (kind) \"boat\": has no entry in mapping.types, and there is no mapping.type",
                        "mapping.lat (/pos/lat) \"north\": must be degrees and minutes with a sign or N or S, at most 90"
                                + " degrees",
                        "mapping.lon (/pos/lon/1): is missing",
                        "mapping.altitude (/pos/alt) \"high\": must be a number",
                        "mapping.course (hdg) \"999\": must be between -360 and 360 degrees",
                        "mapping.speed (/v) \"-1\": must not be negative",
                        "mapping.time (at) \"noon\": must be seconds since 1970");
    }

    @Test
    void aTableHasADefault() {
        FeedSettings feed = Mapping.usual()
                .with("type", "a-u-G")
                .with("typeField", "kind")
                .with("types", Map.of("tank", "a-h-G-U-C-A"))
                .feed(FeedFormat.NDJSON);

        FeedRun run = new FeedRun(feed).take("""
                {"id":1,"lat":1,"lon":1,"kind":"tank"}
                {"id":2,"lat":1,"lon":1,"kind":"dog"}
                {"id":3,"lat":1,"lon":1}
                """);

        assertThat(run.events).extracting(CotEvent::type).containsExactly("a-h-G-U-C-A", "a-u-G", "a-u-G");
    }

    @Test
    void aFieldMayHoldTheTypeItself() {
        FeedSettings feed =
                Mapping.usual().with("type", null).with("typeField", "kind").feed(FeedFormat.NDJSON);

        FeedRun run = new FeedRun(feed).take("""
                {"id":1,"lat":1,"lon":1,"kind":"a-n-S-X-M"}
                {"id":2,"lat":1,"lon":1,"kind":"A ship"}
                {"id":3,"lat":1,"lon":1}
                """);

        assertThat(run.events).extracting(CotEvent::type).containsExactly("a-n-S-X-M");
        assertThat(run.rejections)
                .extracting(FeedRun.Rejection::reason)
                .containsExactly(RejectReason.NO_TYPE, RejectReason.MISSING);
    }

    @Test
    void anEventThatBreaksRulesIsRejectedWithTheRules() {
        String uid = "x".repeat(101);

        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.NDJSON))
                .take("{\"id\":\"" + uid + "\",\"lat\":1,\"lon\":2}");

        assertThat(run.onlyRejection().reason()).isEqualTo(RejectReason.INVALID);
        assertThat(run.onlyRejection().violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.field()).isEqualTo("event@uid"));
    }
}
