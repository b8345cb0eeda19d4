package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Clients whose cable is cut: in a network namespace behind a virtual cable, whose far end is shut down. The gateway runs in
 * a namespace, and so in a process, of its own ({@link VanishingClients}); nothing leaves these.
 */
class VanishedClientIT {

    private static final long MAX_WAIT_S = 120;

    /** $0 is the command that runs the gateway; it is told the process in whose namespace clients are. */
    private static final String IN_NAMESPACES = """
            set -e
            ip link set lo up
            unshare --net sleep 100 &
            far=$!
            trap 'kill $far' EXIT
            until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.02; done
            ip link add near type veth peer name far
            ip link set far netns $far
            ip address add 192.0.2.1/24 dev near
            ip link set near up
            nsenter --target $far --net ip address add 192.0.2.2/24 dev far
            nsenter --target $far --net ip link set far up
            "$0" "$@" $far
            """;

    @Test
    void whoseCableIsCutIsNoticedWhetherItReadsOrNotOrHasNothingToRead() throws Exception {
        Assumptions.assumeTrue(SocketKind.EPOLL.isAvailable(), "only with epoll");
        Assumptions.assumeTrue(
                run("unshare", "--map-root-user", "--net", "ip", "link", "add", "near", "type", "veth").status == 0,
                "no network namespaces can be made here");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Outcome outcome = run(
                "unshare",
                "--map-root-user",
                "--net",
                "bash",
                "-c",
                IN_NAMESPACES,
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                VanishingClients.class.getName());
        assertThat(outcome.lines)
                .as("what the process says")
                .contains("left: [no answer, no answer, no answer]", "vanished: 3", "too slow: 0");
    }

    private record Outcome(int status, List<String> lines) {}

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            return new Outcome(-1, List.of(missing.toString()));
        }
        try {
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor(MAX_WAIT_S, TimeUnit.SECONDS)).isTrue();
            return new Outcome(process.exitValue(), lines);
        } finally {
            process.destroy();
        }
    }
}
