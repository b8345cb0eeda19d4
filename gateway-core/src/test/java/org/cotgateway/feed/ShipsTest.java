package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dk.dma.ais.binary.SixbitEncoder;
import dk.dma.ais.binary.SixbitException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotType;
import org.cotgateway.event.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShipsTest {

    private static String line(CotEvent event) {
        return event.uid() + " " + event.type() + " " + FeedRun.said(event);
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
                        "MMSI-972123456 a-n-S-X MAN OVERBOARD: MAN OVERBOARD, ACTIVE",
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
                .take(PART_1)
                .take(PART_2)
                .take(POSITION);

        assertThat(run.only().detail().element(Contact.NAME, Contact::from)).contains(Contact.of("MT.MITCHELL"));
    }

    private static final String PART_1 = "!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E";
    private static final String PART_2 = "!AIVDM,2,2,3,B,1@0000000000000,2*55";
    private static final String POSITION = "!AIVDM,1,1,0,,15P5TL501so?sAPK?:P8>FTt0000,0*25";

    private static List<String> callsigns(FeedRun run) {
        return run.events.stream()
                .map(event -> event.detail()
                        .element(Contact.NAME, Contact::from)
                        .map(Contact::callsign)
                        .orElse("-"))
                .toList();
    }

    @Test
    void partsMayComeFromSeveralReceivers() {
        for (List<String> parts : List.of(
                List.of(PART_1, PART_1, PART_2, PART_2),
                List.of(PART_1, PART_2, PART_1, PART_2),
                List.of(PART_2, PART_1, PART_2))) {
            FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.AIS));
            parts.forEach(run::take);
            run.take(POSITION);

            assertThat(callsigns(run)).containsExactly("MT.MITCHELL");
            assertThat(run.rejections).isEmpty();
        }
    }

    @Test
    void partsOfDifferentMessagesAreNotPutTogether() {
        FeedRun late = new FeedRun(FeedRun.builtIn(FeedFormat.AIS)).take(PART_1);
        late.now = FeedRun.NOW.plusSeconds(3);
        late.take(PART_2);
        FeedRun next = new FeedRun(FeedRun.builtIn(FeedFormat.AIS)).take(PART_2).take(PART_1);

        for (FeedRun run : List.of(late, next)) {
            assertThat(callsigns(run.take(POSITION))).containsExactly("369190000");
            assertThat(run.rejections).isEmpty();
        }
    }

    private static String tagged(long timeS, String sentence) {
        String tags = "c:" + timeS;
        return String.format("\\%s*%02X\\%s", tags, tags.chars().reduce(0, (a, b) -> a ^ b), sentence);
    }

    @Test
    void wherePartsSayWhenTheyWereReceivedItIsThatWhichTellsThemApart() {
        long timeS = FeedRun.NOW.getEpochSecond();
        FeedRun readLater = new FeedRun(FeedRun.builtIn(FeedFormat.AIS)).take(tagged(timeS, PART_1));
        readLater.now = FeedRun.NOW.plusSeconds(3);
        readLater.take(tagged(timeS + 1, PART_2)).take(POSITION);
        FeedRun ofAFile = new FeedRun(FeedRun.builtIn(FeedFormat.AIS))
                .take(tagged(timeS - 3, PART_1))
                .take(tagged(timeS, PART_2))
                .take(POSITION);

        assertThat(callsigns(readLater)).containsExactly("MT.MITCHELL");
        assertThat(callsigns(ofAFile)).containsExactly("369190000");
    }

    @Test
    void partsOfDifferentSendersAreNotPutTogether() {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.AIS)).take(PART_1);
        run.sender = "other";
        run.take(PART_2).take(POSITION);

        assertThat(run.only().detail().element(Contact.NAME, Contact::from)).contains(Contact.of("369190000"));
        run.sender = "one";
        run.now = FeedRun.NOW.plusSeconds(1);
        run.take(PART_2).take(POSITION);
        assertThat(run.events.get(1).detail().element(Contact.NAME, Contact::from))
                .contains(Contact.of("MT.MITCHELL"));
    }

    private static String position(double lat, double lon) throws SixbitException {
        SixbitEncoder bits = new SixbitEncoder();
        bits.addVal(1, 6);
        bits.addVal(0, 2);
        bits.addVal(211_000_001, 30);
        bits.addVal(0, 4 + 8 + 10 + 1);
        bits.addVal(Math.round(lon * 600_000), 28);
        bits.addVal(Math.round(lat * 600_000), 27);
        bits.addVal(0, 12 + 9 + 6 + 2 + 3 + 1 + 19);
        return bits.encode();
    }

    @ParameterizedTest
    @CsvSource({"91, 181", "91, 10", "54, 181"})
    void aPositionThatIsNotKnownIsIgnored(double lat, double lon) throws SixbitException {
        FeedRun run = hear(position(lat, lon), 0);

        assertThat(run.events).isEmpty();
        assertThat(run.ignored).isOne();
    }

    @Test
    void aPositionThatThereIsNotIsRejected() throws SixbitException {
        assertThat(hear(position(54, 10), 0).only().point().lat()).isEqualTo(54);
        assertThat(hear(position(95, 10), 0).onlyRejection().toString())
                .isEqualTo("1 UNREADABLE [latitude \"95.0\": must be between -90 and 90]");
        assertThat(hear(position(95, 200), 0).onlyRejection().violations()).hasSize(2);
    }

    private static final String LONG_RANGE = "K01;FQh?PbtE3P00";
    private static final String REPORT = "13u?etPv2;0n:dDPwUM1U1Cb069D";

    /** A message 21 by table 72 of ITU-R M.1371-5, with its name extension but without what fills up the last byte. */
    private static SixbitEncoder aid(String nameExtension) {
        SixbitEncoder bits = new SixbitEncoder();
        bits.addVal(21, 6);
        bits.addVal(0, 2);
        bits.addVal(992_111_840, 30);
        bits.addVal(1, 5);
        bits.addString("FAIRWAY BUOY WITH A ", 20);
        bits.addVal(1, 1);
        bits.addVal(10 * 600_000, 28);
        bits.addVal(54 * 600_000, 27);
        bits.addVal(0, 30 + 4 + 6 + 1 + 8);
        bits.addVal(0, 4);
        bits.addString(nameExtension, nameExtension.length());
        return bits;
    }

    private static String sentence(String payload, int fillBits) {
        String text = "AIVDM,1,1,,A," + payload + "," + fillBits;
        int sum = text.chars().reduce(0, (a, b) -> a ^ b);
        return String.format("!%s*%02X%n", text, sum);
    }

    private static FeedRun hear(String payload, int fillBits) {
        return new FeedRun(FeedRun.builtIn(FeedFormat.AIS)).take(sentence(payload, fillBits));
    }

    /** 96 bits by the standard; 168 of them come where a transponder fills its slot. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00", "000000000000"})
    void longRangeReportsMayFillTheirSlot(String more) {
        CotEvent event = hear(LONG_RANGE + more, 0).only();

        assertThat(event.uid()).isEqualTo("MMSI-001234567");
        assertThat(event.point().lat()).isCloseTo(-50.1217, within(1e-4));
        assertThat(event.point().lon()).isCloseTo(-13.3683, within(1e-4));
    }

    @Test
    void positionReportsMayLackTheRadiosStateOrHaveMoreBehindIt() {
        CotPoint point = hear(REPORT, 0).only().point();

        assertThat(hear(REPORT + "00", 0).only().point()).isEqualTo(point);
        assertThat(hear(REPORT, 5).only().point()).isEqualTo(point);
        assertThat(hear(REPORT.substring(0, 25), 1).only().point()).isEqualTo(point);
        assertThat(hear(REPORT.substring(0, 25), 2).onlyRejection().reason()).isEqualTo(RejectReason.MALFORMED);
        assertThat(hear("B5NJ;PP005l4ot5Isbl03wsUkP06" + "0", 0).only().uid()).isEqualTo("MMSI-367430530");
        assertThat(hear("B5NJ;PP005l4ot5Isbl03wsUkP06", 2).only().uid()).isEqualTo("MMSI-367430530");
    }

    @Test
    void aidsToNavigationMayHaveNamesOfEveryLength() throws Exception {
        for (int letters = 0; letters <= 16; letters++) {
            SixbitEncoder bits = aid("ABCDEFGHIJKLMNOP".substring(0, letters));

            CotEvent event = hear(bits.encode(), bits.getPadBits()).only();

            String name = "FAIRWAY BUOY WITH A " + "ABCDEFGHIJKLMN".substring(0, Math.min(letters, 14));
            assertThat(line(event)).as("%d letters more", letters).startsWith("MMSI-992111840 a-n-G-I " + name.strip());
            assertThat(event.point().lat()).isEqualTo(54);
        }
        String payload = aid("").encode();
        for (int fillBits = 0; fillBits <= 5; fillBits++) {
            assertThat(hear(payload, fillBits).only().uid()).isEqualTo("MMSI-992111840");
        }
        assertThat(hear(payload.substring(0, payload.length() - 1), 2)
                        .onlyRejection()
                        .reason())
                .isEqualTo(RejectReason.MALFORMED);
    }

    @Test
    void aTransponderWithoutANumberIsNoShip() {
        assertThat(hear("1000000" + REPORT.substring(7), 0).onlyRejection().toString())
                .isEqualTo("1 UNREADABLE [mmsi \"0\": must be the number of a station]");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() {
        assertThat(new FeedRun(FeedRun.builtIn(FeedFormat.AIS))
                        .take("\ufeff" + sentence(REPORT, 0) + sentence(REPORT, 0))
                        .events)
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, X",
        "29, X",
        "30, X-F",
        "31, X-M-T-O",
        "32, X-M-T-O",
        "33, X",
        "34, X",
        "35, C",
        "36, X-R",
        "37, X-R",
        "38, X",
        "39, X",
        "40, X-M-F",
        "49, X-M-F",
        "50, X",
        "51, N-N-R",
        "52, X-M-T-U",
        "53, X",
        "54, X",
        "55, X-L",
        "56, X",
        "57, X",
        "58, N-M",
        "59, X",
        "60, X-M-P",
        "69, X-M-P",
        "70, X-M-C",
        "79, X-M-C",
        "80, X-M-O",
        "89, X-M-O",
        "90, X",
        "99, X",
        "255, X"
    })
    void eachTypeOfShipHasItsTypeOfEvent(int type, String ship) {
        assertThat(ShipTypes.of("h", "244660000", type)).isEqualTo("a-h-S-" + ship);
        assertThat(ShipTypes.of("n", "992111840", type)).isEqualTo("a-n-G-I");
        assertThat(ShipTypes.of("n", "111265591", type)).isEqualTo("a-n-A-C");
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
