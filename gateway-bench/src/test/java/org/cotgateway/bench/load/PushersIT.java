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
        Programs.build(programs, "sink", "push", "udp", "udpsink");
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
        }
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
