package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventRules;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients and other servers are sent, before the eyes of {@code xmllint} (package libxml2-utils): all that came on a
 * stream between one start tag and one end tag is a document, so that nothing stands between the events either.
 */
class RelayedXmlIT {

    private static final long SEED = 20_261_127L;
    private static final int RANDOM_EVENTS = 2_000;
    private static final String LAST = "the-last";
    private static final Pattern UID = Pattern.compile("\\suid=[\"']((?:odd|random)-[0-9]+)[\"']");

    private static final String TIMES =
            "time='2026-01-01T00:00:00Z' start='2026-01-01T00:00:00Z' stale='2090-01-01T00:00:00Z'";
    private static final String POINT = "<point lat='1' lon='2' hae='3' ce='4' le='5'/>";

    /** What stands in the detail of events that are each odd in their own way; some of it is no XML. */
    private static final List<String> ODD_DETAILS = List.of(
            "",
            "\uD83D\uDE00 \u00E4\u4E2D",
            "<x a=\"\uD83D\uDE00\"/>",
            "<!-- </event> -->",
            "<!-- <event> -->",
            "<!---->",
            "<!-- -- > - -->",
            "<![CDATA[</event>]]>",
            "<x><![CDATA[<event a='1'></event>]] >]]]]></x>",
            "<x><![CDATA[]]></x>",
            "<?pi </event> ?>",
            "<??>",
            "<x a=\"</event>\"/>",
            "<x a='/>'><b/></x>",
            "<x a='\"/>'><b c=\"'\"/></x>",
            "<x a='>'>></x>",
            "<events/><eventual></eventual>",
            "<emergency type='x'>e</emergency>",
            "<x>]]&gt; --&gt; ?> ></x>",
            "<x>]]></x>",
            "<remarks>&lt;/event></remarks>",
            "<a><b><c/></b></a>",
            "<x\na = '1'\r\n\tb='2' />\n",
            "<x></x >",
            "<x a='&#10;&#x9;&#13;'>&#10;</x>",
            "<x>&nbsp;</x>",
            "<x>&#1;</x>",
            "<x>\u0001</x>",
            "<x a='1' a='2'/>",
            "<p:x/>",
            "<p:x xmlns:p='urn:p' p:a='1'/>",
            "<x xmlns='urn:d'><y/></x>",
            "<x",
            "<x a=1/>",
            "<x>\u007F\u0085\u2028\uFFFD\uE000</x>",
            "<marti><dest callsign='All Streaming'/></marti><x a=\"'\"/>",
            "<contact callsign='\"&amp;&lt;' endpoint='192.0.2.7:4242:tcp'/>",
            "<contact endpoint=\"*:-1:stcp\" callsign='>'/><!--c-->",
            "<_flow-tags_ Other='2026-01-01T00:00:00Z'/>");

    /** What stands around and in the event's own tags. */
    private static final List<String> SHAPES = List.of(
            "<event version='2.0' uid='%s' type='a-f-G' how='m-g' " + TIMES + ">" + POINT
                    + "<detail>%s</detail></event>",
            "<event\n\tversion=\"2.0\" " + TIMES + "\ruid='%s' type='a-f-G'\nhow='m-g'>\n " + POINT
                    + "\n<detail >%s</detail\n>\n</event>",
            "<event version='2.0' uid='%s' type='a-f-G' how='m-g' " + TIMES + ">" + POINT
                    + "<detail>%s</detail></event \n>");

    private static final List<String> BETWEEN = List.of(
            "", "\n", "\r\n", "\0", " \t ", "\uFEFF", "<?xml version='1.0' encoding='UTF-8'?>", "<!-- <event> -->");

    @TempDir
    private Path directory;

    @Test
    void everythingThatIsRelayedIsWellFormedForClientsAndForServers() throws Exception {
        List<String> sent = oddEvents();
        int odd = sent.size();
        sent.addAll(randomEvents());
        try (CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build(),
                        HubSettings.NONE.with(
                                List.of(HubSettings.StreamInlet.open(new InetSocketAddress("127.0.0.1", 0))),
                                List.of()));
                Peer sender = new Peer(gateway);
                Peer client = new Peer(gateway);
                Peer server = new Peer(gateway)) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED), count -> count == 3);
            server.send(StreamPeer.event("server", "a-f-G", "<_flow-tags_ Other=\"2026-01-01T00:00:00Z\"/>"));
            client.read("uid=\"server\"");
            StringBuilder stream = new StringBuilder();
            for (int i = 0; i < sent.size(); i++) {
                stream.append(BETWEEN.get(i % BETWEEN.size())).append(sent.get(i));
            }
            // What has swallowed others gives them back when so much has come.
            stream.append(StreamPeer.event(LAST, "a-f-G", ""));
            sender.send(stream.toString());

            String forClients = client.read("uid=\"" + LAST + "\"");
            String forServers = server.read("uid=\"" + LAST + "\"");
            assertThat(forServers).contains("CoT-Gateway-").doesNotContain("<marti");
            assertThat(forClients).doesNotContain("<marti", "192.0.2.7");
            assertAccepted(forClients);
            assertAccepted(forServers);
            assertThat(uids(forServers)).isEqualTo(uids(forClients));
            List<String> relayed = uids(forClients);
            assertThat(relayed).doesNotHaveDuplicates();
            assertThat(relayed.stream().filter(uid -> uid.startsWith("random-")).count())
                    .as("seed %d", SEED)
                    .isEqualTo(sent.size() - odd);
            assertThat(relayed.stream().filter(uid -> uid.startsWith("odd-")).toList())
                    .as("just those that xmllint takes")
                    .isEqualTo(accepted(sent.subList(0, odd)));
        }
    }

    @Test
    void rejectsWhatIsNoXml() throws Exception {
        assertThat(xmllint("<events><event></events>")).contains("Opening and ending tag mismatch");
    }

    private static List<String> oddEvents() {
        List<String> events = new ArrayList<>();
        for (String detail : ODD_DETAILS) {
            for (String shape : SHAPES) {
                events.add(String.format(shape, "odd-" + events.size(), detail));
            }
        }
        return events;
    }

    /** Random details in events that keep the rules. */
    private static List<String> randomEvents() {
        RandomEvents random = new RandomEvents(SEED);
        List<String> events = new ArrayList<>();
        while (events.size() < RANDOM_EVENTS) {
            CotEvent event = CotEvent.builder()
                    .uid("random-" + events.size())
                    .type("a-f-G")
                    .time(Instant.parse("2026-01-01T00:00:00Z"))
                    .stale(Instant.parse("2090-01-01T00:00:00Z"))
                    .point(CotPoint.of(1, 2))
                    .detail(random.next().detail())
                    .build();
            String xml = TakPeer.write(event);
            if (EventRules.check(event).isEmpty() && !hasInnerEvent(xml)) {
                events.add(xml);
            }
        }
        return events;
    }

    /** Whether an element inside has the name of the whole: a reader of a stream takes that for the next event. */
    static boolean hasInnerEvent(String xml) {
        return xml.indexOf("<event", 1) >= 0;
    }

    private static List<String> uids(String stream) {
        return UID.matcher(stream)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void assertAccepted(String stream) throws Exception {
        assertThat(xmllint("<all>" + stream + "</all>")).as("seed %d", SEED).isEmpty();
    }

    /** The uids of those events that xmllint takes, each by itself. */
    private List<String> accepted(List<String> events) throws Exception {
        List<String> uids = new ArrayList<>();
        for (String event : events) {
            Matcher uid = UID.matcher(event);
            if (uid.find() && xmllint(event).isEmpty()) {
                uids.add(uid.group(1));
            }
        }
        return uids;
    }

    private String xmllint(String document) throws IOException, InterruptedException {
        Path input = Files.writeString(directory.resolve("document.xml"), document);
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder("xmllint", "--noout", "--nonet", "--huge", input.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("xmllint ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /** A client that keeps every byte; it cannot go by {@code </event>}, which may stand in a comment. */
    private static final class Peer implements AutoCloseable {
        private static final int LIMIT_MS = 20_000;
        private static final String END = "</event>";

        private final Socket socket;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        Peer(CotGateway gateway) throws IOException {
            socket = new Socket("127.0.0.1", gateway.streamAddresses().get(0).getPort());
            socket.setSoTimeout(LIMIT_MS);
        }

        void send(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        }

        /** All that has come up to the end of the event with this in it. */
        String read(String part) throws IOException {
            byte[] piece = new byte[65_536];
            String text = "";
            while (!text.contains(part) || !text.endsWith(END)) {
                int length = socket.getInputStream().read(piece);
                assertThat(length).as("closed by the gateway after %s", text).isPositive();
                read.write(piece, 0, length);
                text = read.toString(StandardCharsets.UTF_8);
            }
            read.reset();
            return text;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
