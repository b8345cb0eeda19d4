package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What sends to devices by connections and datagrams, in C and of the gateway, with few devices. */
@Timeout(120)
class PushersIT {

    private static final int DEVICES = 20;

    @TempDir
    private static Path programs;

    private static Path message;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(programs, "sink", "push", "udp", "udpsink", "spread", "drive");
        message = Files.writeString(programs.resolve("message"), "0123456789");
    }

    @Test
    void everyDeviceHasEveryDatagramOfTheLoop() throws Exception {
        try (UdpSink sink = new UdpSink(programs.resolve("udpsink"), DEVICES);
                ChildProgram loop = program("udp", DEVICES, sink.port())) {
            LoadMeasure sent = Pusher.program(loop, "", DEVICES).push(30);
            sink.awaitEach(30);

            assertThat(sent.events()).isEqualTo(30L * DEVICES);
            assertThat(sent.hasAllocations()).isFalse();
            assertThat(sink.buffered()).isGreaterThan(30);
        }
    }

    @Test
    void everyDeviceHasEveryDatagramOfTheGateway() throws Exception {
        try (UdpSink sink = new UdpSink(programs.resolve("udpsink"), DEVICES);
                ChildProgram gateway = gateway("udp", sink.port())) {
            LoadMeasure sent = Pusher.program(gateway, "", DEVICES).push(30);
            sink.awaitEach(30);
            assertThat(sent.allocatedBytes().orElseThrow()).isPositive();

            Pusher.program(gateway, "", DEVICES).push(150);
            sink.awaitEach(150);
        }
    }

    @Test
    void everyDeviceHasEveryDatagramOfTheHub() throws Exception {
        try (UdpSink sink = new UdpSink(programs.resolve("udpsink"), DEVICES);
                ChildProgram hub = ChildProgram.java(
                        List.of(), HubPusher.class, Integer.toString(DEVICES), Integer.toString(sink.port()))) {
            LoadMeasure sent = Pusher.program(hub, "", DEVICES).push(30);
            sink.awaitEach(30);
            assertThat(sent.allocatedBytes().orElseThrow()).isPositive();
            assertThat(sent.loopCpuNs()).isPositive().isLessThanOrEqualTo(sent.cpuNs());

            Pusher.program(hub, "", DEVICES).push(150);
            sink.awaitEach(150);
        }
    }

    @Test
    void aDatagramTooManyEndsTheRun() throws Exception {
        try (UdpSink sink = new UdpSink(programs.resolve("udpsink"), DEVICES);
                ChildProgram loop = program("udp", DEVICES, sink.port())) {
            Pusher.program(loop, "", DEVICES).push(3);
            sink.awaitEach(3);
            Pusher.program(loop, "", DEVICES).push(2);

            assertThatThrownBy(() -> sink.awaitEach(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("should have got 4 datagrams each");
        }
    }

    @Test
    void everyDeviceHasEveryMessageWhoeverPushesIt() throws Exception {
        try (DeviceSink sink = new DeviceSink(programs.resolve("sink"), DEVICES);
                ChildProgram push = program("push", DEVICES, sink.port())) {
            assertThat(Pusher.program(push, "wait ", DEVICES).push(1).events()).isEqualTo(DEVICES);
            sink.awaitOneEach(10);
            Pusher.program(push, "close ", DEVICES).push(1);
            sink.awaitOneEach(10);
            Pusher.program(push, "late ", DEVICES).push(1);
            sink.awaitOneEach(10);
            assertThat(sink.receipts().events())
                    .as("those that say when they were due")
                    .isZero();
        }
    }

    @Test
    void messagesOfAnotherLengthEndTheRun() throws Exception {
        try (DeviceSink sink = new DeviceSink(programs.resolve("sink"), DEVICES);
                ChildProgram push = program("push", DEVICES, sink.port())) {
            Pusher.program(push, "wait ", DEVICES).push(1);

            assertThatThrownBy(() -> sink.awaitOneEach(11))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("took 200 bytes; expected 220");
        }
    }

    @Test
    void aMessageTooManyEndsTheRun() throws Exception {
        try (DeviceSink sink = new DeviceSink(programs.resolve("sink"), DEVICES);
                ChildProgram push = program("push", DEVICES, sink.port())) {
            Pusher.program(push, "wait ", DEVICES).push(2);
            // So that the devices have closed, and with that counted, all of them.
            sink.awaitEach(2);
            Pusher.program(push, "wait ", DEVICES).push(2);

            assertThatThrownBy(() -> sink.awaitEach(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("should have got 3 messages each");
        }
    }

    @Test
    void everyDeviceHasEveryEventOfTheSpreaderAndSaysHowLate() throws Exception {
        try (DeviceSink sink = new DeviceSink(programs.resolve("sink"), DEVICES);
                UdpSink udpSink = new UdpSink(programs.resolve("udpsink"), DEVICES)) {
            assertIsPaced(sink, "direct");
            assertIsPaced(udpSink, "datagrams");
        }
    }

    private static void assertIsPaced(CountedDevices devices, String way) throws IOException {
        String count = Integer.toString(devices.count());
        String port = Integer.toString(devices.port());
        try (RelayProcess spread = RelayProcess.program(programs.resolve("spread"), way, count, port);
                Drive drive =
                        new Drive(programs, spread, 0, List.of("--events=" + RelayPlan.KINDS, "--publishers=2"))) {
            LoadMeasure measure = drive.paced(40, 100, devices);

            assertThat(measure.events()).isEqualTo(40L * DEVICES);
            assertThat(measure.wallNs()).isGreaterThan(390_000_000);
            assertThat(measure.each().p50Ns())
                    .isPositive()
                    .isLessThanOrEqualTo(measure.last().p50Ns());
            assertThat(measure.each().maxNs()).isEqualTo(measure.last().maxNs());
        }
    }

    @Test
    void anEventThatIsMissingAmongTheReceiptsEndsTheRun() throws Exception {
        Receipts receipts = Receipts.of(new long[] {59, 1, 2, 3, 4, 5, 6, 2, 7, 8, 9, 10, 11, 12});

        assertThat(receipts.each()).isEqualTo(new Latencies(1, 2, 3, 4, 5, 6));
        assertThat(receipts.last()).isEqualTo(new Latencies(7, 8, 9, 10, 11, 12));
        assertThatThrownBy(() -> receipts.requireAll("spread", 3, 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("20 devices should have got 3 events each")
                .hasMessageContaining("59 of these in all, and 2 that every device got");
    }

    private static ChildProgram program(String name, int devices, int port) throws IOException {
        return new ChildProgram(List.of(
                programs.resolve(name).toString(),
                Integer.toString(devices),
                Integer.toString(port),
                message.toString()));
    }

    private static ChildProgram gateway(String kind, int port) throws IOException {
        return ChildProgram.java(
                List.of(), GatewayPusher.class, kind, Integer.toString(DEVICES), Integer.toString(port));
    }
}
