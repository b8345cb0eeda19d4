package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotType;
import org.cotgateway.event.Track;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AircraftTest {

    private static String line(CotEvent event) {
        return event.uid() + " " + event.type() + " " + event.how() + " " + FeedRun.said(event);
    }

    @Test
    void aDocumentOfReadsbBecomesOneEventForEachAircraftWithAPosition() throws IOException {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB)).take(FeedRun.sample("aircraft.json"), 500);

        assertThat(run.events)
                .extracting(AircraftTest::line)
                .containsExactly(
                        "ICAO-4B1814 a-n-A-C-F m-g SWR9T: squawk 1000, HB-JCA, BCS3, pressure altitude 36000 ft",
                        "ICAO-440ABC a-n-A-C-H m-g CHX16: squawk 7700 EMERGENCY, OE-XVB, EC35, pressure altitude 2150 ft",
                        "ICAO-3D2F11 a-n-A-C-F m-g DEXYZ: squawk 0021, on the ground",
                        "ICAO-33FF41 a-n-A-M-F m-r IAM4212: C30J, pressure altitude 18000 ft",
                        "TISB-29CF01 a-n-A-C m-r 29CF01: pressure altitude 4200 ft",
                        "ICAO-440111 a-n-G-E-V m-g FOLLOW1: on the ground",
                        "ICAO-440DEF a-n-A-C-F-q m-g UAV01: -");
        assertThat(run.ignored).isEqualTo(1);
        assertThat(run.onlyRejection().toString())
                .isEqualTo(
                        "12 UNREADABLE [hex \"a0b1c\": must be 6 hexadecimal digits that are not all 0, ~ before them or"
                                + " not]");

        CotEvent first = run.events.get(0);
        assertThat(first.point()).isEqualTo(new CotPoint(48.126526, 16.563912, 11_117.58, 12, CotPoint.UNKNOWN));
        assertThat(first.detail().element(Track.NAME, Track::from))
                .contains(new Track(251.06, SpeedUnit.KNOTS.toMetersPerSecond(451.9)));
        assertThat(Instant.ofEpochMilli(first.timeMs())).isEqualTo(Instant.parse("2026-11-21T11:59:58.800Z"));
        assertThat(run.counts().lagMs()).isEqualTo(1_000);
        assertThat(run.counts().maxLagMs()).isEqualTo(13_500);
    }

    @Test
    void theSameDocumentAgainSaysNothingNew() throws IOException {
        byte[] document = FeedRun.sample("aircraft.json");
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB))
                .take(document, Integer.MAX_VALUE)
                .take(document, Integer.MAX_VALUE);

        assertThat(run.events).hasSize(7);
        assertThat(run.counts().ignored()).isEqualTo(9);
    }

    @Test
    void servicesNameItDifferentlyAndCountMilliseconds() {
        CotEvent event = new FeedRun(FeedRun.builtIn(FeedFormat.READSB))
                .take("{\"ac\":[{\"hex\":\"4b1814\",\"lat\":1,\"lon\":2,\"dst\":3}],\"now\":1795262399200}")
                .only();

        assertThat(event.uid()).isEqualTo("ICAO-4B1814");
    }

    private static final Instant MADE = Instant.ofEpochMilli(1_795_262_399_200L);

    private static String lost(String age, int seconds) {
        String aircraft = "{\"hex\":\"4b1814\",\"lat\":1,\"lon\":2,\"" + age + "\":" + seconds + "}";
        return "{\"ac\":[" + aircraft + "],\"now\":" + MADE.toEpochMilli() + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"seen_pos", "seen"})
    void aLostAircraftGoesStaleWhereTheDocumentSaysItsTimeBehindIt(String age) {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB)).take(lost(age, 300));

        CotEvent event = run.only();
        assertThat(Instant.ofEpochMilli(event.timeMs())).isEqualTo(MADE.minusSeconds(300));
        assertThat(Instant.ofEpochMilli(event.staleMs())).isEqualTo(FeedRun.NOW.plusSeconds(60));

        run.now = FeedRun.NOW.plusMillis(11_500);
        run.take(lost(age, 310));
        assertThat(run.events).as("the same position, on its way for longer").hasSize(1);
        run.now = FeedRun.NOW.plusSeconds(30);
        run.take(lost(age, 1));
        assertThat(run.events).as("heard again").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, Integer.MAX_VALUE})
    void aDocumentOutOfACacheIsAsOldAsItSaysAtItsEnd(int partBytes) {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB));
        run.now = FeedRun.NOW.plusSeconds(600);
        run.take(lost("seen_pos", 5).getBytes(StandardCharsets.UTF_8), partBytes);
        assertThat(Instant.ofEpochMilli(run.only().timeMs())).isEqualTo(MADE.minusSeconds(5));

        run.take(lost("dst", 1).replace("4b1814", "4b1815"));
        assertThat(Instant.ofEpochMilli(run.events.get(1).timeMs())).isEqualTo(MADE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"]}", "]", "", "],\"now\":\"noon\"}", "],\"now\":0}", "]]"})
    void aDocumentThatDoesNotSayItsTimeAtItsEndIsTakenToBeMadeJustBeforeItCame(String end) {
        String aircraft = "{\"hex\":\"4b1814\",\"lat\":1,\"lon\":2,\"seen_pos\":5}";
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB)).take("{\"ac\":[" + aircraft + end);

        assertThat(run.events).hasSize(1);
        assertThat(Instant.ofEpochMilli(run.events.get(0).timeMs())).isEqualTo(FeedRun.NOW.minusSeconds(5));
    }

    @Test
    void aDocumentWithTooManyAircraftToHoldIsTakenAsItComes() {
        StringBuilder aircraft = new StringBuilder();
        int count = RowsBeforeNow.MAX_HELD + 10;
        for (int i = 0; i < count; i++) {
            aircraft.append(i == 0 ? "" : ",")
                    .append(String.format("{\"hex\":\"%06x\",\"lat\":1,\"lon\":2,\"seen\":1}", i + 1));
        }
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB));
        run.now = FeedRun.NOW.plusSeconds(600);
        run.take("{\"ac\":[" + aircraft + "],\"now\":1795262399200}");

        assertThat(run.events).hasSize(count);
        assertThat(run.lines).hasSize(count);
        assertThat(Instant.ofEpochMilli(run.events.get(count - 1).timeMs())).isEqualTo(FeedRun.NOW.plusSeconds(599));
    }

    /** Nobody looks at {@link FeedPause} between them. */
    @ParameterizedTest
    @ValueSource(ints = {900, 1_500, 6_000})
    void onlySomeHundredRowsGoOnAtOnceWhenTheirDocumentSaysItsTime(int count) {
        FeedReader reader = new FeedReader(
                FeedRun.builtIn(FeedFormat.READSB), (event, feed) -> true, new Counters(), () -> FeedRun.NOW);
        long mostAtOnce = 0;
        try (FeedIntake intake = reader.open(FeedObserver.NONE)) {
            held(intake, "{\"ac\":[");
            for (int i = 0; i <= count; i++) {
                long before = reader.counts().out();
                String end = i == count ? "],\"now\":1795262399200}" : i == count - 1 ? "" : ",";
                held(intake, i == count ? end : String.format("{\"hex\":\"%06x\",\"lat\":1,\"lon\":2}", i + 1) + end);
                mostAtOnce = Math.max(mostAtOnce, reader.counts().out() - before);
            }
        }
        assertThat(reader.counts().out()).isEqualTo(count);
        assertThat(mostAtOnce).isBetween(900L, 1_001L);
    }

    @Test
    void rowsThatWaitForTheTimeOfTheirDocumentAreKnownToHaveCome() {
        FeedReader reader = new FeedReader(
                FeedRun.builtIn(FeedFormat.READSB), (event, feed) -> true, new Counters(), () -> FeedRun.NOW);
        try (FeedIntake intake = reader.open(FeedObserver.NONE)) {
            assertThat(held(intake, "{\"ac\":[")).isZero();
            assertThat(held(intake, "{\"hex\":\"4b1814\",\"lat\":1,\"lon\":2},"))
                    .isEqualTo(1);
            assertThat(held(intake, "{\"hex\":\"4b1815\",\"lat\":1,\"lon\":2},{\"hex\":"))
                    .isEqualTo(2);
            assertThat(held(intake, "\"4b1816\",\"lat\":1,\"lon\":2}],\"now\":1795262399200}"))
                    .isZero();
            assertThat(reader.counts().out()).isEqualTo(3);
        }
    }

    private static int held(FeedIntake intake, String part) {
        intake.accept(Unpooled.copiedBuffer(part, StandardCharsets.UTF_8));
        return intake.heldRows();
    }

    @Test
    void namesOfOlderVersionsOfDump1090AreKnown() {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB)).take("""
                {"now":1795262399.2,"aircraft":[
                {"hex":"4b1814","lat":1,"lon":2,"altitude":36000,"speed":450,"mlat":[],"tisb":[]},
                {"hex":"4b1815","lat":1,"lon":2,"altitude":"ground","mlat":["altitude","track","lat","lon"]},
                {"hex":"4b1816","lat":1,"lon":2,"tisb":["lat","lon"]},
                {"hex":"4b1817","lat":1,"lon":2,"altitude":"high","alt_baro":100,"gs":1,"speed":2,"mlat":["speed"]}]}
                """);

        assertThat(run.events)
                .extracting(AircraftTest::line)
                .containsExactly(
                        "ICAO-4B1814 a-n-A-C m-g 4B1814: pressure altitude 36000 ft",
                        "ICAO-4B1815 a-n-A-C m-r 4B1815: on the ground",
                        "ICAO-4B1816 a-n-A-C m-r 4B1816: -",
                        "ICAO-4B1817 a-n-A-C m-g 4B1817: pressure altitude 100 ft");
        assertThat(run.events.get(0).detail().element(Track.NAME, Track::from))
                .contains(new Track(null, SpeedUnit.KNOTS.toMetersPerSecond(450)));
        assertThat(run.events.get(3).detail().element(Track.NAME, Track::from))
                .contains(new Track(null, SpeedUnit.KNOTS.toMetersPerSecond(1)));
    }

    @Test
    void aTransponderThatNobodyHasSetUpHasNoAddressAndNoCallsign() {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB)).take("""
                {"aircraft":[
                {"hex":"000000","lat":1,"lon":2},
                {"hex":"~000000","lat":1,"lon":2},
                {"hex":"~000001","lat":1,"lon":2,"flight":"@@@@@@@@"}]}
                """);
        FeedRun lines = new FeedRun(FeedRun.builtIn(FeedFormat.SBS)).take("""
                MSG,1,,,4CA2D6,,,,,,@@@@@@@@,,,,,,,,,,,
                MSG,3,,,000000,,,,,,,,,,51.4,-1.0,,,,,,
                MSG,3,,,4CA2D6,,,,,,RYR81@@@,,,,51.4,-1.0,,,,,,
                """);

        assertThat(run.events).extracting(AircraftTest::line).containsExactly("TISB-000001 a-n-A-C m-g 000001: -");
        assertThat(run.rejections).extracting(FeedRun.Rejection::line).containsExactly(2, 3);
        assertThat(line(lines.events.get(0))).isEqualTo("ICAO-4CA2D6 a-n-A-C m-g RYR81: -");
        assertThat(lines.onlyRejection().line()).isEqualTo(2);
    }

    @Test
    void whatIsNoNumberIsNamed() {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.READSB))
                .take("{\"aircraft\":[{\"hex\":\"4b1814\",\"lat\":\"x\",\"lon\":999,\"gs\":true}]}");

        assertThat(run.onlyRejection().violations())
                .extracting(violation -> violation.field())
                .containsExactly("lat", "lon", "gs");
    }

    @Test
    void linesOfBaseStationAreMerged() throws IOException {
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.SBS)).take(FeedRun.sample("basestation.sbs"), 100);

        assertThat(run.events)
                .extracting(AircraftTest::line)
                .containsExactly(
                        "ICAO-4CA2D6 a-n-A-C m-g 4CA2D6: pressure altitude 37000 ft",
                        "ICAO-4CA2D6 a-n-A-C m-g RYR81XK: squawk 7600 RADIO FAILURE, pressure altitude 37025 ft",
                        "ICAO-400CB6 a-n-A-C m-g 400CB6: pressure altitude 0 ft, on the ground");
        assertThat(run.events.get(1).detail().element(Track.NAME, Track::from))
                .contains(new Track(146.4, SpeedUnit.KNOTS.toMetersPerSecond(408.3)));
        assertThat(run.events.get(1).timeMs()).as("arrival").isEqualTo(FeedRun.NOW.toEpochMilli());
        assertThat(run.ignored).isEqualTo(6);
        assertThat(run.rejections)
                .extracting(FeedRun.Rejection::line, FeedRun.Rejection::reason)
                .containsExactly(
                        tuple(10, RejectReason.UNREADABLE),
                        tuple(11, RejectReason.UNREADABLE),
                        tuple(12, RejectReason.MALFORMED));
    }

    @Test
    void whatAnAircraftSaidIsForgottenInTime() {
        String position = "MSG,3,,,4CA2D6,,,,,,,,,,51.4,-1.0,,,,,,\n";
        FeedRun run = new FeedRun(FeedRun.builtIn(FeedFormat.SBS))
                .take("MSG,1,,,4CA2D6,,,,,,RYR81XK,,,,,,,,,,,\nMSG,4,,,4CA2D6,,,,,,,,408.3,146.4,,,64,,,,,\n");

        run.now = run.now.plusSeconds(61);
        run.take(position);
        run.now = run.now.plusSeconds(301);
        run.take(position);

        assertThat(run.events)
                .extracting(AircraftTest::line)
                .containsExactly("ICAO-4CA2D6 a-n-A-C m-g RYR81XK: -", "ICAO-4CA2D6 a-n-A-C m-g 4CA2D6: -");
        assertThat(run.events.get(0).detail().element(Track.NAME, Track::from)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "A0, A-C, A-M", "A1, A-C-F, A-M-F", "A2, A-C-F, A-M-F", "A3, A-C-F, A-M-F", "A4, A-C-F, A-M-F",
                "A5, A-C-F, A-M-F",
        "A6, A-C-F, A-M-F", "A7, A-C-H, A-M-H", "B0, A-C, A-M", "B1, A-C-F, A-M-F", "B2, A-C-L, A-M-L", "B3, A-C, A-M",
        "B4, A-C-F, A-M-F", "B6, A-C-F-q, A-M-F-Q", "B7, P, P", "C0, A-C, A-M", "C1, G-E-V, G-E-V", "C2, G-E-V, G-E-V",
        "C3, G-I, G-I", "C4, G-I, G-I", "C5, G-I, G-I", "a3, A-C, A-M", ", A-C, A-M"
    })
    void eachCategoryHasItsType(@Nullable String category, String civil, String military) {
        assertThat(AircraftTypes.of("n", category, false)).isEqualTo("a-n-" + civil);
        assertThat(AircraftTypes.of("h", category, true)).isEqualTo("a-h-" + military);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A1", "A2", "A3", "A4", "A5", "A6", "A7", "B1", "B2", "B4", "B6", "B7", "C1", "C2", "C3", "D7"})
    void everyTypeIsInTheCatalogue(String category) {
        assertThat(CotType.of(AircraftTypes.of("n", category, false)).isKnown()).isTrue();
        assertThat(CotType.of(AircraftTypes.of("f", category, true)).isKnown()).isTrue();
    }
}
