package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code cotgw serve} as a process of its own, and what it says when it gets signals. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has kill and its signals")
class ServeIT {

    private static final long TIMEOUT_S = 60;
    /** In the log sooner or later of the endpoint that is not there. */
    private static final String LOGGED = "endpoint far (127.0.0.1:1:stcp) is not connected: connection refused";

    private static final Pattern STREAM = Pattern.compile("s \\(tcp\\) +127\\.0\\.0\\.1:(\\d+)");
    private static final String FINE = """
            direct: 127.0.0.1:0
            http: {address: '127.0.0.1:0'}
            listeners: [{name: s, type: tcp, host: 127.0.0.1, port: 0}]
            endpoints: [{name: far, address: '127.0.0.1:1:stcp'}]
            """;
    private static final String EVENT = "<event version='2.0' uid='u' type='a-f-G' how='m-g'"
            + " time='2026-01-01T00:00:00Z' start='2026-01-01T00:00:00Z' stale='2090-01-01T00:00:00Z'>"
            + "<point lat='1' lon='2' hae='3' ce='4' le='5'/></event>";

    private static final String PING = EVENT.replace("'a-f-G'", "'t-x-c-t'").replace("'u'", "'u-ping'");

    @TempDir
    private Path directory;

    private Path config = Path.of("");
    private Path out = Path.of("");
    private Path err = Path.of("");
    private @Nullable Process started;

    @AfterEach
    void end() {
        if (started != null) {
            started.destroyForcibly();
        }
    }

    @Test
    void readingItsFileAgainSaysWhatCheckSays() throws Exception {
        start(FINE);

        Files.writeString(config, FINE + "callsing: X\n");
        signal("HUP");
        String refusal = config + ":5:1: callsing: is unknown; did you mean callsign?";
        Await.until(() -> Files.readString(err), text -> text.contains(refusal));
        Run check = Run.cotgw("config", "check", config.toString());
        assertThat(Files.readString(err).lines().filter(line -> !line.contains(LOGGED)))
                .containsExactlyElementsOf(check.out().lines().toList());

        Files.writeString(config, FINE);
        signal("HUP");
        String nothing = config + ": configuration read again: nothing changed";
        assertThat(Await.until(() -> Files.readString(out), text -> text.contains("nothing changed"))
                        .lines())
                .contains(nothing);

        signal("TERM");
        assertThat(process().waitFor(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process().exitValue()).isZero();
        assertThat(Files.readString(out)).endsWith("stopped; nothing was waiting\n");
    }

    @Test
    void whatIsNotSentIsSaidOnce() throws Exception {
        start(FINE + "stopTimeout: 1s\n");
        sendOne();

        signal("TERM");
        assertThat(process().waitFor(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process().exitValue()).isZero();
        assertThat(Files.readString(out)).endsWith("stopped; not sent within 1s:\n  far (127.0.0.1:1:stcp): 1 event\n");
        assertThat(Files.readString(err)).doesNotContain("not sent");
    }

    @Test
    void theSecondSignalEndsItAtOnce() throws Exception {
        start(FINE + "stopTimeout: 1h\n");
        int port = sendOne();

        signal("TERM");
        Await.until(() -> isOpen(port), open -> !open);
        signal("TERM");
        assertThat(process().waitFor(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process().exitValue()).isEqualTo(143);
    }

    private Process process() {
        return Objects.requireNonNull(started);
    }

    private void start(String text) throws Exception {
        config = Files.writeString(directory.resolve("cotgw.yaml"), text);
        out = directory.resolve("out");
        err = directory.resolve("err");
        started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Cotgw.class.getName(),
                        "serve",
                        "--config",
                        config.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        Await.until(() -> Files.readString(out), said -> said.contains("  http "));
    }

    /** Sends an event, which is for the endpoint that is not there, and waits until it has been taken. */
    private int sendOne() throws Exception {
        Matcher found = STREAM.matcher(Files.readString(out));
        assertThat(found.find()).isTrue();
        int port = Integer.parseInt(found.group(1));
        try (Socket sender = new Socket("127.0.0.1", port)) {
            sender.getOutputStream().write((EVENT + PING).getBytes(StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("t-x-c-t-r") < 0) {
                int next = sender.getInputStream().read();
                assertThat(next)
                        .as("the ping is answered after the event was taken")
                        .isPositive();
                answer.append((char) next);
            }
        }
        return port;
    }

    private static boolean isOpen(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }

    private void signal(String name) throws Exception {
        Process kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(process().pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
