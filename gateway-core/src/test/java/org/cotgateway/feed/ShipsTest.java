package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Instant;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotType;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.junit.jupiter.api.Test;

class ShipsTest {

    private static String line(CotEvent event) {
        String callsign = event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElse("-");
        String remarks = event.detail()
                .element(Remarks.NAME, Remarks::from)
                .map(Remarks::text)
                .orElse("-");
        return event.uid() + " " + event.type() + " " + callsign + ": " + remarks;
    }

    @Test
    void positionsAndWhatIsKnownOfShipsAreMerged() throws IOException {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.AIS)).take(FeedRun.sample("ais.nmea"), 60);

        assertThat(run.events)
                .extracting(ShipsTest::line)
                .containsExactly(
                        "MMSI-265547250 a-n-S-X 265547250: -",
                        "MMSI-367430530 a-n-S-X 367430530: class B",
                        "MMSI-369190000 a-n-S-X MT.MITCHELL: MMSI 369190000, IMO 6710932, call sign WDA9674, 180 m long,"
                                + " 20 m wide, bound for SEATTLE, moored",
                        "MMSI-271041815 a-n-S-X-M-P PROGUY: MMSI 271041815, call sign TC6163, 15 m long, 5 m wide,"
                                + " class B",
                        "MMSI-972123456 a-n-S-X MAN OVERBOARD: MAN OVERBOARD, AIS-SART ACTIVE",
                        "MMSI-111265591 a-n-A-C 111265591: altitude 15 m",
                        "MMSI-367059850 a-n-S-X-M-C CAPT.J.RIMES: MMSI 367059850, 26 m long, 8 m wide");
        assertThat(run.rejections)
                .extracting(FeedRun.Rejection::line, FeedRun.Rejection::reason)
                .containsExactly(
                        tuple(16, RejectReason.MALFORMED),
                        tuple(17, RejectReason.MALFORMED),
                        tuple(18, RejectReason.MALFORMED));

        CotEvent moored = run.events.get(2);
        assertThat(moored.point()).isEqualTo(new CotPoint(47.6, -122.35, CotPoint.UNKNOWN, 10, CotPoint.UNKNOWN));
        assertThat(moored.detail().element(Track.NAME, Track::from))
                .contains(new Track(210.5, SpeedUnit.KNOTS.toMetersPerSecond(12.3)));
        assertThat(Instant.ofEpochMilli(moored.timeMs())).isEqualTo(Instant.parse("2026-11-21T11:59:55Z"));
        assertThat(run.counts().lagMs()).isEqualTo(5_000);
    }

    @Test
    void partsOfAMessageMayComeInDatagramsOfTheirOwn() {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.AIS))
                .take("!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E")
                .take("!AIVDM,2,2,3,B,1@0000000000000,2*55")
                .take("!AIVDM,1,1,0,,15P5TL501so?sAPK?:P8>FTt0000,0*25");

        assertThat(run.only().detail().element(Contact.NAME, Contact::from)).contains(Contact.of("MT.MITCHELL"));
    }

    @Test
    void everyTypeIsInTheCatalogue() {
        for (int type = 0; type < 256; type++) {
            assertThat(CotType.of(ShipTypes.of("n", "244660000", type)).isKnown())
                    .as("type of ship %d", type)
                    .isTrue();
        }
        assertThat(CotType.of(ShipTypes.of("f", "111265591", null)).isKnown()).isTrue();
        assertThat(CotType.of(ShipTypes.of("f", "992111840", null)).isKnown()).isTrue();
    }
}
