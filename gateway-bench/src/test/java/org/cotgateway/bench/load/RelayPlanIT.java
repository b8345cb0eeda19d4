package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The C programs with few clients and events. */
@Timeout(120)
class RelayPlanIT {

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(programs, "drive", "relay", "fanout");
    }

    @Test
    void everyCaseIsMeasuredOnceInEachRound() throws Exception {
        RelayScale small = new RelayScale(20, 20, 20, 200, 200, 200, 200, 50, 50, 1_000, 1_000, 1_000, true);
        RunRecord.Builder record = RunRecord.of("relay", "scripts/bench relay");

        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"))) {
            RelayPlan.of(small, new Relays(programs, relay, List.of()))
                    .run(LoadRounds.once(0, 2), "small")
                    .addTo(record);
        }

        assertThat(record.build().figures())
                .allSatisfy(figure -> assertThat(figure.rounds()).hasSize(2))
                .extracting(RunRecord.Figure::name)
                .contains("relay_20.gateway.deliveries_per_s", "relay_paced_20.c_relay.last_p99_ms");
        assertThat(record.build().ratios())
                .extracting(RunRecord.Ratio::name)
                .contains(
                        "relay_20_vs_c",
                        "relay_p99_20_vs_c",
                        "relay_cpu_20_vs_c",
                        "websocket_flat_out_cpu_vs_streams",
                        "relay_20_kinds_vs_c",
                        "lockstep_20_vs_c_relay",
                        "one_stopped_p99_vs_none",
                        "intake_stream_vs_c_relay");
        assertThat(record.build().points())
                .filteredOn(point -> point.plot().equals("percentiles_relay"))
                .hasSize(2 * 6)
                .extracting(RunRecord.Point::line)
                .containsOnly("gateway", "C relay");
    }

    @Test
    void aRelayThatRepeatsEventsEndsTheRun() throws Exception {
        try (RelayProcess repeating = RelayProcess.program(programs.resolve("fanout"), "5", "2");
                Drive drive = new Drive(programs, repeating, 5, List.of())) {
            // The first may be over before its repetition comes, which then is the second one's.
            assertThatThrownBy(() -> {
                        drive.flatOut(100);
                        drive.flatOut(100);
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("should have got 100 events each");
        }
    }

    @Test
    void theLastReceiverHasAPacedEventNoSoonerThanTheOthers() throws Exception {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"));
                Drive drive = new Drive(programs, relay, 20, List.of())) {
            LoadMeasure paced = drive.paced(50, 1_000);

            assertThat(paced.last().p50Ns())
                    .isPositive()
                    .isGreaterThanOrEqualTo(paced.each().p50Ns());
            assertThat(paced.last().maxNs()).isEqualTo(paced.each().maxNs());
            for (Latencies latencies : List.of(paced.each(), paced.last())) {
                assertThat(List.of(
                                latencies.p50Ns(),
                                latencies.p90Ns(),
                                latencies.p99Ns(),
                                latencies.p999Ns(),
                                latencies.p9999Ns(),
                                latencies.maxNs()))
                        .isSorted();
            }
        }
    }

    @Test
    void manyPublishersAreEachFollowedInTheirOrder() throws Exception {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"));
                Drive drive = new Drive(programs, relay, 20, List.of("--publishers=7"))) {
            assertThat(drive.lockstep(50).events()).isEqualTo(20 * 50);
            assertThat(drive.flatOut(3_000).events()).isEqualTo(20 * 3_000);
            assertThat(drive.paced(60, 1_000).events()).isEqualTo(20 * 60);
        }
    }

    /** The gateway tells newcomers of contacts, and takes leave of those of a driver that has ended while the next one begins. */
    @Test
    void whatIsToldOfContactsIsNotCounted() throws Exception {
        try (RelayProcess gateway = RelayProcess.gateway(List.of(), List.of(), programs.resolve("contacts.log"))) {
            for (int driver = 0; driver < 2; driver++) {
                try (Drive drive = new Drive(programs, gateway, 200, List.of("--endpoint=*:-1:stcp"))) {
                    assertThat(drive.lockstep(100).events()).isEqualTo(200 * 100);
                    assertThat(drive.flatOut(11_000).events()).isEqualTo(200 * 11_000);
                }
            }
        }
    }

    @Test
    void eventsHaveTheSizesThatAreWanted() throws Exception {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"));
                Drive drive =
                        new Drive(programs, relay, 5, List.of("--events=position:800,position:600,position:8000"))) {
            assertThat(drive.eventBytes()).isEqualTo(800);
            assertThat(drive.flatOut(500).events()).isEqualTo(5 * 500);
        }
    }

    /** The gateway passes on nothing that breaks a rule. */
    @Test
    void eventsAreOfTheKindsThatAreWantedAndValid() throws Exception {
        Map<String, Integer> kinds =
                Map.of("position", 542, "track", 371, "marker", 768, "chat", 878, "drawing", 2_306, "chat:3000", 3_000);
        try (RelayProcess gateway = RelayProcess.gateway(List.of(), List.of(), programs.resolve("kinds.log"))) {
            for (Map.Entry<String, Integer> kind : kinds.entrySet()) {
                try (Drive drive = new Drive(programs, gateway, 2, List.of("--events=" + kind.getKey()))) {
                    assertThat(drive.eventBytes()).as(kind.getKey()).isEqualTo(kind.getValue());
                    assertThat(drive.lockstep(5).events()).isEqualTo(2 * 5);
                }
            }
            String all = String.join(",", kinds.keySet());
            try (Drive drive = new Drive(programs, gateway, 5, List.of("--publishers=3", "--events=" + all))) {
                assertThat(drive.flatOut(500).events()).isEqualTo(5 * 500);
            }
        }
    }

    @Test
    void chatMayOvertakeWhatWaitsAndNothingElseMay() throws Exception {
        assertThat(disordered(event -> isChat(event) ? 0 : 1)).isZero();
        assertThat(disordered(event -> isChat(event) ? 1 : 0)).isZero();
        assertThat(disordered(event -> isChat(event) ? -numberOf(event) : 0)).isPositive();
        assertThat(disordered(event -> event.contains("a-u-A-M-F-Q") ? 0 : 1)).isPositive();
    }

    private static boolean isChat(String event) {
        return event.contains("GeoChat");
    }

    private static int numberOf(String event) {
        int at = event.indexOf(" n=\"") + 4;
        return Integer.parseInt(event.substring(at, at + 10));
    }

    /** What is said of ten events, every fifth a chat, that come after each other in an order of this kind. */
    private static long disordered(ToIntFunction<String> order) throws Exception {
        try (ServerSocket relay = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
                ChildProgram drive = new ChildProgram(List.of(
                        programs.resolve("drive").toString(),
                        "--events=position,track,position,track,chat",
                        Integer.toString(relay.getLocalPort()),
                        "1"))) {
            CompletableFuture<Void> relayed = CompletableFuture.runAsync(() -> {
                try (Socket receiver = relay.accept();
                        Socket publisher = relay.accept();
                        Scanner events = new Scanner(publisher.getInputStream(), StandardCharsets.US_ASCII)) {
                    events.useDelimiter("</event>");
                    List<String> ten = Stream.generate(() -> events.next() + "</event>")
                            .limit(10)
                            .toList();
                    String all =
                            ten.stream().sorted(Comparator.comparingInt(order)).collect(Collectors.joining());
                    receiver.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
                    receiver.getInputStream().read();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            drive.numbers();
            DriveResult result = DriveResult.of(drive.ask("flatout 10"));
            drive.close();
            relayed.get(10, TimeUnit.SECONDS);
            assertThat(result.received()).isEqualTo(10);
            return result.disordered();
        }
    }

    @Test
    void thoseWhoAreSlowOrComeAndGoDoNotCount() throws Exception {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"));
                ChildProgram drive = new ChildProgram(List.of(
                        programs.resolve("drive").toString(),
                        "--slow=2",
                        "--slow-bytes=1000000",
                        "--churn=10",
                        "--churn-percent=100",
                        Integer.toString(relay.port()),
                        "5"))) {
            drive.numbers();
            DriveResult result = DriveResult.of(drive.ask("paced 200 200"));

            result.requireAll("the relay", 200, 5);
            assertThat(result.reconnected()).isPositive();
        }
    }

    @Test
    void theGatewayAgreesOnTakProtocolWithPublishersAndReceivers() throws Exception {
        try (RelayProcess gateway = RelayProcess.java(
                        "FanoutGateway", List.of(), programs.resolve("tak.log"), FanoutGateway.class.getName());
                Drive drive = new Drive(programs, gateway, 5, List.of("--tak"))) {
            assertThat(drive.lockstep(50).events()).isEqualTo(5 * 50);
        }
    }

    @Test
    void withAnEndpointTheEventsAreLongerByIt() throws Exception {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"));
                Drive plain = new Drive(programs, relay, 1, List.of());
                Drive device = new Drive(programs, relay, 1, List.of("--endpoint", "*:-1:stcp"))) {
            assertThat(device.eventBytes() - plain.eventBytes()).isEqualTo(" endpoint=\"*:-1:stcp\"".length());
        }
    }
}
