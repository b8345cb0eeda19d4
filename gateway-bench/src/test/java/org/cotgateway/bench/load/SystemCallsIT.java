package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counts of programs whose calls are known. */
@Timeout(120)
class SystemCallsIT {

    private static final int DEVICES = 20;

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(SystemCalls.areCountable(), "no strace, or it may not follow others");
        Programs.build(programs, "drive", "relay", "udpsink");
    }

    @Test
    void aRelayInCTakesASendForEachDeliveryAndLittleElse() throws Exception {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"))) {
            SystemCallCounts calls = new Relays(programs, relay, List.of())
                    .onGateway(
                            DEVICES,
                            drive -> drive.systemCalls(() -> {
                                relay.allocationsFrom(() -> fail("to tell what it allocates takes system calls, too"));
                                return drive.lockstep(50).events();
                            }));

            assertThat(calls.perDelivery()).isBetween(1.0, 1.5);
        }
    }

    /** A burst has few datagrams, and what it costs is read from hundreds of files. */
    @Test
    void ofAJvmsLoopThereIsNotWhatOtherThreadsDo() throws Exception {
        try (UdpSink sink = new UdpSink(programs.resolve("udpsink"), DEVICES);
                ChildProgram gateway = ChildProgram.java(
                        List.of(), HubPusher.class, Integer.toString(DEVICES), Integer.toString(sink.port()))) {
            Pusher pusher = Pusher.program(gateway, "", DEVICES);
            pusher.push(3);

            assertThat(SystemCalls.ofLoop(gateway, () -> pusher.push(3).events())
                            .perDelivery())
                    .isBetween(1.0, 3.0);
        }
    }
}
