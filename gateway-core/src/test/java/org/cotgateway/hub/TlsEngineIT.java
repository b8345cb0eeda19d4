package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsIdentity;
import org.cotgateway.tls.TlsProvider;
import org.cotgateway.tls.TlsTrust;
import org.cotgateway.tls.TlsVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which engine does TLS with OpenSSL's library and without it, in a JVM of its own ({@link TlsGateway}). */
class TlsEngineIT {

    private static final long TIMEOUT_S = 60;
    private static final String WITHOUT_LIBRARY = "-Dio.netty.handler.ssl.noOpenSsl=true";
    private static final String PING = StreamPeer.event("ping", "t-x-c-t", "");
    private static final Pattern PORT = Pattern.compile(TlsGateway.LISTENS + "(\\d+)\\R");

    @TempDir
    private Path directory;

    private TestKeys keys;
    private final List<Process> started = new ArrayList<>();
    private Path said = Path.of("");

    @BeforeEach
    void begin() throws Exception {
        keys = new TestKeys(directory);
        said = directory.resolve("said");
    }

    @AfterEach
    void end() {
        started.forEach(process -> process.destroyForcibly().onExit().join());
    }

    static Stream<Arguments> versions() {
        return Arrays.stream(TlsVersion.values()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void withoutTheLibraryTheJdksEngineDoesAllOfIt(TlsVersion version) throws Exception {
        start(TlsProvider.AUTO, WITHOUT_LIBRARY);

        assertThatEventsPass(version);
        assertThat(said).content().contains("TLS for listener tls by the JDK's engine, ");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void withItOpenSslDoes(TlsVersion version) throws Exception {
        start(TlsProvider.AUTO);

        assertThatEventsPass(version);
        assertThat(said).content().contains("TLS for listener tls by " + OpenSsl.versionString() + ", ");
    }

    @Test
    void whoAsksForOpenSslAloneIsToldThatItsLibraryIsNotThereAndWhy() throws Exception {
        Process process = start(TlsProvider.OPENSSL, WITHOUT_LIBRARY);

        assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said).lines())
                .filteredOn(line -> !line.contains("TLS for dialled streams"))
                .as("there is no listener")
                .singleElement()
                .asString()
                .startsWith("does not start: listener tls: ")
                .contains("provider \"OPENSSL\": its library is not available here: ")
                .endsWith(WITHOUT_LIBRARY);
    }

    @Test
    void andGetsItWhereItIs() throws Exception {
        start(TlsProvider.OPENSSL);

        assertThatEventsPass(TlsVersion.TLS_1_3);
        assertThat(said).content().contains("TLS for listener tls by " + OpenSsl.versionString() + ", ");
    }

    /** Both ways between two clients with certificates; one that has none gets nothing. */
    private void assertThatEventsPass(TlsVersion version) throws Exception {
        Matcher listens = Await.until(() -> PORT.matcher(Files.readString(said)), Matcher::find);
        int port = Integer.parseInt(listens.group(1));
        try (StreamPeer alpha = connect(port, version, keys.client("alpha"));
                StreamPeer beta = connect(port, version, keys.client("beta"));
                StreamPeer nobody = connect(port, version, null)) {
            for (StreamPeer each : List.of(alpha, beta)) {
                each.send(PING);
                each.next("t-x-c-t-r");
            }
            String there = StreamPeer.event("there", "a-f-G", "<remarks>n\u00E4h</remarks>");
            alpha.send(there);
            assertThat(beta.next()).isEqualTo(there);
            String back = StreamPeer.event("back", "a-f-G", "");
            beta.send(back);
            assertThat(alpha.next()).isEqualTo(back);
            assertThatThrownBy(() -> {
                        nobody.send(PING);
                        nobody.next();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private StreamPeer connect(int port, TlsVersion version, @Nullable X509Bundle own) throws Exception {
        SSLSocket socket = (SSLSocket) keys.jdkContext(own).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setEnabledProtocols(new String[] {version.toString()});
        return new StreamPeer(socket);
    }

    private Process start(TlsProvider provider, String... options) throws Exception {
        TlsIdentity.Pem own = (TlsIdentity.Pem) keys.pem(keys.server());
        TlsTrust.Pem trusted = (TlsTrust.Pem) keys.trust();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TlsGateway.class.getName(),
                provider.toString(),
                own.certificates().toString(),
                own.key().toString(),
                trusted.file().toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        started.add(process);
        return process;
    }
}
