package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code cotgw serve} listens, by itself and as it is told, and how it says so. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has all of 127.0.0.0/8")
class ServePortsIT {

    private static final String[] ANY_PORTS = {"--stream-port=0", "--direct-port=0", "--http-port=0"};

    @TempDir
    private Path directory;

    /** On an address of its own, so that no other program has these ports. */
    @Test
    void aloneItListensAtThePortsThatAtakKnows() throws Exception {
        String line = firstLine(serve("--bind=127.42.42.1", "--json"));

        assertThat(line).startsWith("{\"stream\":8087,\"direct\":4242,\"http\":8080,");
        assertThat(new ObjectMapper().readTree(line).get("listeners"))
                .singleElement()
                .hasToString("{\"name\":\"stream\",\"type\":\"tcp\",\"host\":\"127.42.42.1\",\"port\":8087}");
    }

    @Test
    void portsThatOthersHaveAreAllNamed() throws Exception {
        List<ServerSocket> others = new ArrayList<>();
        try {
            for (int port : new int[] {8087, 4242, 8080}) {
                others.add(new ServerSocket(port, 1, InetAddress.getByName("127.42.42.2")));
            }
            Run run = serve("--bind=127.42.42.2");

            assertThat(run.exit()).isOne();
            assertThat(run.err()).contains("127.42.42.2:8087", "127.42.42.2:4242", "127.42.42.2:8080", "in use");
        } finally {
            for (ServerSocket other : others) {
                other.close();
            }
        }
    }

    @Test
    void aHostToListenOnThatIsNoneIsWrongUsage() {
        Run run = serve("--bind=nobody.invalid", "--stream-port=0", "--direct-port=0", "--http-port=0");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("cotgw serve: --bind nobody.invalid: is no host that this machine knows");
    }

    @Test
    void anEndpointThatIsNamedTwiceIsOne() {
        Run run = serve(
                "--to=127.0.0.1:9:udp", "--to=127.0.0.1:9:udp", "--stream-port=0", "--direct-port=0", "--http-port=0");

        assertThat(run.exit()).as(run.err()).isZero();
    }

    @Test
    void unlessToldOtherwiseNobodyOutsideThisMachineCanConnect() {
        Run run = serve(ANY_PORTS);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("  ")))
                .hasSize(3)
                .anyMatch(line -> line.matches("  stream \\(tcp\\) +127\\.0\\.0\\.1:[1-9][0-9]*"))
                .anyMatch(line -> line.matches("  direct +127\\.0\\.0\\.1:[1-9][0-9]*"))
                .anyMatch(line -> line.matches("  http +127\\.0\\.0\\.1:[1-9][0-9]*"));
    }

    @Test
    void zeroIsAnyFreePortAndTheChosenOnesAreOneLineOfJson() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(ANY_PORTS));
        arguments.add("--json");
        JsonNode ports = new ObjectMapper().readTree(firstLine(serve(arguments.toArray(new String[0]))));

        assertThat(List.of(
                        ports.get("stream").asInt(),
                        ports.get("direct").asInt(),
                        ports.get("http").asInt()))
                .doesNotHaveDuplicates()
                .allMatch(port -> port > 0);
    }

    @Test
    void whatIsGivenThereGoesBeforeTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("cotgw.yaml"), """
                direct: 127.0.0.1:0
                http: {address: '127.0.0.1:0'}
                listeners:
                  - {name: stream, type: tcp, host: 127.0.0.1, port: 0}
                  - {name: other, type: tcp, host: 127.0.0.1, port: 0}
                """);
        String[] given = {"--bind=127.42.42.3", "--stream-port=18087", "--direct-port=14242", "--http-port=18080"};
        List<String> arguments = new ArrayList<>(List.of(given));
        arguments.addAll(List.of("--json", "--config=" + file));
        JsonNode ports = new ObjectMapper().readTree(firstLine(serve(arguments.toArray(new String[0]))));

        assertThat(ports.get("stream").asInt()).isEqualTo(18_087);
        assertThat(ports.get("direct").asInt()).isEqualTo(14_242);
        assertThat(ports.get("http").asInt()).isEqualTo(18_080);
        assertThat(ports.at("/listeners/0/host").asText()).isEqualTo("127.42.42.3");
        assertThat(ports.at("/listeners/1/host").asText()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stream-port=65536", "--direct-port=-1", "--http-port=x"})
    void whatIsNoPortIsWrongUsage(String option) {
        Run run = serve(option);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
    }

    /** Ends as soon as it runs. */
    private static Run serve(String... options) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--duration=1ms"));
        arguments.addAll(List.of(options));
        return Run.cotgw(arguments.toArray(new String[0]));
    }

    private static String firstLine(Run run) {
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out().lines().findFirst().orElseThrow();
    }
}
