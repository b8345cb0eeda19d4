package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.cotgateway.push.DeliveryState;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device made of nothing of ours: plain sockets take what the gateway sends, xmllint reads it, curl downloads what it
 * asks for, sha256sum and unzip judge that, and an acknowledgement written by hand answers it.
 */
class RealToolsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String HOST = "127.53.0.1";

    @TempDir
    private Path directory;

    @Test
    void everythingThatIsSentAndServedIsAcceptedByStrangers() throws Exception {
        Path photo = Files.write(directory.resolve("Überblick & <Lage>.jpg"), new byte[70_000]);
        CotEvent marker = CotEvents.marker("ümlaut-1", "Ä \"7\" <&>", 48.20821, 16.37384)
                .add(Remarks.of("two\nlines, a tab\t, ]]> and \uD83D\uDE81"))
                .build();
        InetAddress address = InetAddress.getByName(HOST);
        try (ServerSocket tcp = new ServerSocket(0, 50, address);
                DatagramSocket udp = new DatagramSocket(0, address);
                CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build())) {
            tcp.setSoTimeout((int) LIMIT.toMillis());
            udp.setSoTimeout((int) LIMIT.toMillis());
            Push push = gateway.push(PushRequest.of(marker)
                    .attach(photo)
                    .to(HOST + ":" + tcp.getLocalPort() + ":tcp")
                    .contactPort(udp.getLocalPort())
                    .within(LIMIT));

            String contact = datagram(udp);
            List<String> messages = List.of(message(tcp), message(tcp));
            String request = messages.stream()
                    .filter(message -> message.contains("<fileshare"))
                    .findFirst()
                    .orElseThrow();
            xmllint(contact);
            messages.forEach(this::xmllint);
            assertThat(messages).noneMatch(message -> message.contains("\n"));

            Path download = curl(xpath(request, "string(//fileshare/@senderUrl)"));
            assertThat(run("sha256sum", download.toString())).startsWith(xpath(request, "string(//fileshare/@sha256)"));
            assertThat(Files.size(download))
                    .isEqualTo(Long.parseLong(xpath(request, "string(//fileshare/@sizeInBytes)")));
            run("unzip", "-tq", download.toString());
            Path manifest = Files.writeString(
                    directory.resolve("manifest.xml"),
                    run("unzip", "-p", download.toString(), "MANIFEST/manifest.xml"));
            run("xmllint", "--noout", manifest.toString());

            // ATAK's second try: same port and path at the contact's address.
            String contactHost = xpath(contact, "substring-before(//contact/@endpoint, ':')");
            int port = gateway.httpAddress().getPort();
            String path = xpath(request, "string(//fileshare/@senderUrl)").split(":" + port, 2)[1];
            assertThat(Files.size(curl("http://" + contactHost + ":" + port + path)))
                    .isEqualTo(Long.parseLong(xpath(request, "string(//fileshare/@sizeInBytes)")));

            acknowledge(xpath(contact, "string(//contact/@endpoint)"), xpath(request, "string(//ackrequest/@uid)"));
            PushReport report = push.await();
            assertThat(report.deliveries().get(0).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(report.deliveries().get(0).devices().get(0).callsign()).isEqualTo("HAND MADE");
        }
    }

    private static String datagram(DatagramSocket udp) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        udp.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static String message(ServerSocket tcp) throws IOException {
        try (Socket connection = tcp.accept()) {
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path curl(String url) throws IOException {
        Path download = directory.resolve("download.zip");
        run("curl", "-sS", "--fail", "--max-time", "30", "-o", download.toString(), url + "&receiver=HAND%20MADE");
        return download;
    }

    private static void acknowledge(String endpoint, String requestUid) throws IOException {
        Matcher parts = Pattern.compile("([0-9.]+):([0-9]+):tcp").matcher(endpoint);
        assertThat(parts.matches()).as(endpoint).isTrue();
        String ack =
                "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><event version='2.0' uid='ack-1' type='b-f-t-a'"
                        + " how='m-g' time='2026-01-01T00:00:00.000Z' start='2026-01-01T00:00:00.000Z'"
                        + " stale='2030-01-01T00:00:00.000Z'><point lat='0' lon='0' hae='0' ce='9999999' le='9999999'/><detail>"
                        + "<ackresponse uid='" + requestUid
                        + "' senderUid='HAND-1' success='true' reason='done'/></detail></event>";
        try (Socket socket = new Socket(parts.group(1), Integer.parseInt(parts.group(2)))) {
            socket.getOutputStream().write(ack.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void xmllint(String xml) {
        try {
            run("xmllint", "--noout", written(xml).toString());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private String xpath(String xml, String expression) throws IOException {
        return run("xmllint", "--xpath", expression, written(xml).toString()).strip();
    }

    private Path written(String xml) throws IOException {
        return Files.writeString(directory.resolve("message.xml"), xml);
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Objects.requireNonNull(process).onExit().join().exitValue())
                .as("%s said: %s", command[0], output)
                .isZero();
        return output;
    }
}
