package org.cotgateway.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.TakReader;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.hub.HubStatus.ReceiverEntry;
import org.cotgateway.hub.StreamPeer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket clients on real sockets, connected by a whole gateway. */
class WebSocketIT extends WebSocketFixture {

    @Test
    void whatTheRfcSaysIsAnsweredToItsExample() throws IOException {
        String answer = WebSocketPeer.answerTo(gateway.httpAddress(), WebSocketPeer.request("?format=xml"));
        assertThat(answer.toLowerCase(Locale.ROOT))
                .startsWith("http/1.1 101 switching protocols\r\n")
                .contains("upgrade: websocket\r\n", "connection: upgrade\r\n")
                .doesNotContain("extensions");
        assertThat(answer).containsIgnoringCase("sec-websocket-accept: ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void itGetsWhatAStreamClientGets() throws IOException {
        try (StreamPeer sender = stream();
                StreamPeer other = stream();
                WebSocketPeer web = webSocket("?format=xml")) {
            await(Counter.WEBSOCKETS_CONNECTED, 1);
            await(Counter.CLIENTS_CONNECTED, 2);
            for (int i = 0; i < 50; i++) {
                sender.send(StreamPeer.event("u-" + i % 7, "a-f-G", "<remarks>n" + i + "</remarks>"));
            }
            sender.send(StreamPeer.self("dev-1", "ALPHA"));
            String last;
            int events = 0;
            do {
                last = other.next();
                assertThat(web.next()).isEqualTo(last);
                events++;
            } while (!last.contains("ALPHA") && events < 100);
            assertThat(last).contains("endpoint=\"*:-1:stcp\"");
        }
    }

    @Test
    void whatItSendsReachesStreamClientsAndOtherWebSocketsAndNotItself() throws IOException {
        try (StreamPeer other = stream();
                WebSocketPeer sender = webSocket("?format=xml");
                WebSocketPeer web = webSocket("?format=xml")) {
            await(Counter.WEBSOCKETS_CONNECTED, 2);
            await(Counter.CLIENTS_CONNECTED, 1);
            String one = StreamPeer.event("u-1", "a-f-G", "<remarks>näh</remarks>");
            sender.text("<?xml version='1.0'?>\n" + one + "\n" + StreamPeer.event("u-2", "a-f-G", ""));
            assertThat(other.next()).isEqualTo(one);
            assertThat(other.next()).contains("u-2");
            assertThat(web.next()).isEqualTo(one);
            assertThat(web.next()).contains("u-2");
            other.send(StreamPeer.event("u-3", "a-f-G", ""));
            assertThat(sender.next()).contains("u-3");
        }
    }

    @Test
    void takProtocolGoesBothWaysAsBareMessages() throws IOException {
        try (StreamPeer other = stream();
                WebSocketPeer web = webSocket("?format=tak")) {
            await(Counter.WEBSOCKETS_CONNECTED, 1);
            await(Counter.CLIENTS_CONNECTED, 1);
            String xml = StreamPeer.event("u-1", "a-f-G", "<remarks>näh</remarks>");
            CotEvent event = Objects.requireNonNull(new CotXmlReader(XmlLimits.DEFAULT)
                    .read(Unpooled.copiedBuffer(xml, StandardCharsets.UTF_8))
                    .event());
            ByteBuf message = Unpooled.buffer();
            TakWriter.INSTANCE.write(event, message);
            web.binary(ByteBufUtil.getBytes(message));
            assertThat(other.next()).contains("uid=\"u-1\"", "näh");
            ByteBuf mesh = Unpooled.buffer();
            TakWriter.INSTANCE.writeMeshMessage(event.toBuilder().uid("u-2").build(), mesh);
            web.binary(ByteBufUtil.getBytes(mesh));
            assertThat(other.next()).contains("uid=\"u-2\"");
            other.send(xml);
            WebSocketPeer.Frame frame = web.frame();
            assertThat(frame.opcode()).isEqualTo(WebSocketPeer.BINARY);
            assertThat(new TakReader(XmlLimits.DEFAULT)
                            .read(Unpooled.wrappedBuffer(frame.payload()))
                            .event())
                    .isEqualTo(event);
        }
    }

    @Test
    void jsonGoesBothWaysAndIsTheSameEvent() throws Exception {
        try (StreamPeer other = stream();
                WebSocketPeer sender = webSocket("");
                WebSocketPeer reader = webSocket("?format=json")) {
            await(Counter.WEBSOCKETS_CONNECTED, 2);
            await(Counter.CLIENTS_CONNECTED, 1);
            other.send(StreamPeer.event("u-1", "a-f-G", "<remarks>n\u00e4h</remarks>"));
            String json = reader.next();
            assertThat(json).startsWith("{\"uid\":\"u-1\",\"type\":\"a-f-G\"").contains("n\u00e4h");
            assertThat(sender.next()).isEqualTo(json);
            sender.text("[" + json.replace("u-1", "u-2") + ",\n{\"uid\":7}," + json.replace("u-1", "u-3") + "]");
            assertThat(other.next()).contains("uid=\"u-2\"", "n\u00e4h");
            assertThat(other.next()).contains("uid=\"u-3\"");
            assertThat(reader.next()).isEqualTo(json.replace("u-1", "u-2"));
            assertThat(sender.next()).startsWith("{\"error\":{\"message\":0,\"index\":1,\"violations\":[{");
            assertThat(Await.until(this::webSockets, all -> all.size() == 2))
                    .extracting(entry -> entry.status().protocol())
                    .containsOnly("ws-json");
        }
    }

    @Test
    void geoJsonGoesBothWays() throws IOException {
        try (StreamPeer other = stream();
                WebSocketPeer web = webSocket("?format=geojson")) {
            await(Counter.WEBSOCKETS_CONNECTED, 1);
            await(Counter.CLIENTS_CONNECTED, 1);
            other.send(StreamPeer.event("u-1", "a-f-G", "<contact callsign='ALPHA'/>"));
            String feature = web.next();
            assertThat(feature).contains("\"Feature\"", "\"Point\"", "ALPHA", "[16.3,48.2");
            web.text(feature.replace("u-1", "u-2"));
            assertThat(other.next()).contains("uid=\"u-2\"", "ALPHA", "lat=\"48.2\"");
            web.text("{\"type\":\"FeatureCollection\",\"features\":[]}");
            web.text("no JSON");
            assertThat(web.next()).startsWith("{\"error\":{\"message\":2,\"index\":0,");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itsPingEventIsAnsweredAsAStreamClientsIsWhetherOrNotItMaySend(boolean send) throws IOException {
        String ping = StreamPeer.event("dev-ping", "t-x-c-t", "");
        CotEvent event = Objects.requireNonNull(new CotXmlReader(XmlLimits.DEFAULT)
                .read(Unpooled.copiedBuffer(ping, StandardCharsets.UTF_8))
                .event());
        try (WebSocketPeer xml = webSocket("?send=" + send + "&format=xml");
                WebSocketPeer json = webSocket("?send=" + send + "&format=json");
                WebSocketPeer geoJson = webSocket("?send=" + send + "&format=geojson");
                WebSocketPeer tak = webSocket("?send=" + send + "&format=tak")) {
            xml.text(ping + ping);
            assertThat(xml.next()).startsWith("<event").contains("uid=\"takPong\"", "type=\"t-x-c-t-r\"");
            assertThat(xml.next()).contains("t-x-c-t-r");
            xml.text(ping.replace("t-x-c-t", "t-x-c-t-r"));
            json.text("{\"uid\":\"dev-ping\",\"type\":\"t-x-c-t\",\"point\":{\"lat\":0,\"lon\":0}}");
            assertThat(json.next()).startsWith("{\"uid\":\"takPong\",\"type\":\"t-x-c-t-r\"");
            geoJson.text("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]},"
                    + "\"properties\":{\"type\":\"t-x-c-t\"}}");
            assertThat(geoJson.next()).contains("\"Feature\"", "takPong", "t-x-c-t-r");
            ByteBuf message = Unpooled.buffer();
            TakWriter.INSTANCE.write(event, message);
            tak.binary(ByteBufUtil.getBytes(message));
            assertThat(Objects.requireNonNull(new TakReader(XmlLimits.DEFAULT)
                                    .read(Unpooled.wrappedBuffer(tak.frame().payload()))
                                    .event())
                            .type())
                    .isEqualTo("t-x-c-t-r");
        }
    }

    @Test
    void aNewcomerIsShownWhoIsThereAndItsOwnContactLeavesWithIt() throws IOException {
        try (StreamPeer other = stream()) {
            await(Counter.CLIENTS_CONNECTED, 1);
            other.send(StreamPeer.self("dev-1", "ALPHA"));
            await(Counter.EVENTS_RECEIVED, 1);
            try (WebSocketPeer web = webSocket("?format=xml")) {
                assertThat(web.next()).contains("uid=\"dev-1\"", "ALPHA");
                web.text(StreamPeer.self("web-1", "WEB"));
                assertThat(other.next()).contains("WEB");
            }
            assertThat(other.next()).contains("type=\"t-x-d-d\"", "web-1");
        }
    }

    @Test
    void subscriptionAndGroupsDecideWhatItGets() throws IOException {
        try (StreamPeer sender = stream();
                WebSocketPeer hostile = webSocket("?format=xml&type=a-h&type=a-s");
                WebSocketPeer near = webSocket("?format=xml&bbox=16,48,17,49");
                WebSocketPeer far = webSocket("?format=xml&circle=10,10,1000");
                WebSocketPeer blue = webSocket("?format=xml&group=Blue");
                WebSocketPeer alsoBlue = webSocket("?format=xml&group=Blue&group=Red")) {
            await(Counter.WEBSOCKETS_CONNECTED, 5);
            await(Counter.CLIENTS_CONNECTED, 1);
            sender.send(StreamPeer.event("friend", "a-f-G", "") + StreamPeer.event("foe", "a-h-G", ""));
            assertThat(hostile.next()).contains("foe");
            assertThat(near.next()).contains("friend");
            assertThat(near.next()).contains("foe");
            sender.send(
                    StreamPeer.event("there", "a-f-G", "").replace("48.2", "10").replace("16.3", "10"));
            assertThat(far.next()).contains("there");
            alsoBlue.text(StreamPeer.event("blue-1", "a-f-G", ""));
            assertThat(blue.next()).contains("blue-1");
        }
    }

    @Test
    void whoeverOnlyReceivesIsToldSoWhenItSends() throws IOException {
        try (WebSocketPeer web = webSocket("?format=xml&send=false")) {
            web.text(StreamPeer.event("u-1", "a-f-G", ""));
            assertThat(web.next())
                    .isEqualTo("{\"error\":{\"message\":0,\"index\":0,\"violations\":[{\"field\":\"send\",\"value\":"
                            + "\"false\",\"rule\":\"must be true for a connection that sends events\"}]}}");
            assertThat(gateway.counters().get(Counter.WEBSOCKET_EVENTS_UNWANTED))
                    .isEqualTo(1);
            assertThat(gateway.counters().get(Counter.EVENTS_RECEIVED)).isZero();
        }
    }

    @Test
    void controlTypesAreTakenFromWhoeverOnlyReceivesToo() throws IOException {
        try (WebSocketPeer web = webSocket("?format=xml&send=false")) {
            web.text(StreamPeer.event("dev", "t-x-takp-q", "")
                    + StreamPeer.event("dev", "t-x-c-t-r", "")
                    + StreamPeer.event("dev", "t-x-c-m", ""));
            web.send(WebSocketPeer.frame(0x80 | WebSocketPeer.PING, new byte[] {'?'}));
            WebSocketPeer.Frame next = web.frame();
            assertThat(next.opcode()).as(next.text()).isEqualTo(WebSocketPeer.PONG);
            assertThat(gateway.counters().get(Counter.EVENTS_CONTROL)).isEqualTo(3);
            assertThat(gateway.counters().get(Counter.WEBSOCKET_EVENTS_UNWANTED))
                    .isZero();
        }
    }

    @Test
    void whatIsWrongWithAnEventIsAnsweredAndTheOthersGoThrough() throws Exception {
        try (StreamPeer other = stream();
                WebSocketPeer web = webSocket("?format=xml")) {
            await(Counter.CLIENTS_CONNECTED, 1);
            web.text(StreamPeer.event("good", "a-f-G", ""));
            String bad =
                    StreamPeer.event("bad", "a-f-G", "").replace("48.2", "95").replace("16.3", "200");
            web.text(bad + "<event uid='x'/>" + StreamPeer.event("good-2", "a-f-G", "") + "<event uid='y' type='z'>");
            assertThat(web.next())
                    .startsWith("{\"error\":{\"message\":1,\"index\":0,\"violations\":[{\"field\":\"point@lat\"")
                    .contains("point@lon", "\"line\":1");
            assertThat(web.next()).startsWith("{\"error\":{\"message\":1,\"index\":1,");
            assertThat(web.next())
                    .startsWith("{\"error\":{\"message\":1,\"index\":3,")
                    .contains("must be a whole event");
            assertThat(other.next()).contains("good");
            assertThat(other.next()).contains("good-2");
            ReceiverEntry entry =
                    Await.until(this::webSockets, all -> all.size() == 1).get(0);
            assertThat(entry.status().protocol()).isEqualTo("ws-xml");
            assertThat(entry.status().traffic().bad().invalid()).isEqualTo(1);
            assertThat(entry.status().traffic().bad().malformed()).isEqualTo(2);
            assertThat(entry.status().traffic().receivedEvents()).isEqualTo(3);
        }
    }

    @Test
    void aPingIsAnsweredWithWhatItHolds() throws IOException {
        try (WebSocketPeer web = webSocket("?format=xml")) {
            web.send(WebSocketPeer.frame(0x80 | WebSocketPeer.PING, "so?".getBytes(StandardCharsets.UTF_8)));
            WebSocketPeer.Frame pong = web.frame();
            assertThat(pong.opcode()).isEqualTo(WebSocketPeer.PONG);
            assertThat(pong.text()).isEqualTo("so?");
        }
    }

    @Test
    void aCloseIsAnsweredAndEndsTheConnection() throws IOException {
        try (WebSocketPeer web = webSocket("?format=xml")) {
            web.send(WebSocketPeer.frame(0x80 | WebSocketPeer.CLOSE, new byte[] {0x0F, (byte) 0xA1, 'b', 'y', 'e'}));
            WebSocketPeer.Frame answer = web.closed();
            assertThat(answer.code()).isEqualTo(4001);
            await(Counter.WEBSOCKETS_LEFT, 1);
        }
    }

    @Test
    void whenTheGatewayStopsItSaysSo() throws Exception {
        try (WebSocketPeer web = webSocket("?format=xml")) {
            await(Counter.WEBSOCKETS_CONNECTED, 1);
            Thread stopping = new Thread(gateway::close, "stops the gateway");
            stopping.start();
            WebSocketPeer.Frame end = web.closed();
            web.close();
            stopping.join();
            assertThat(end.code()).isEqualTo(1001);
            assertThat(end.reason()).isEqualTo("the gateway stops");
        }
    }

    private List<ReceiverEntry> webSockets() {
        return gateway.status().toCompletableFuture().join().receivers().stream()
                .filter(entry -> entry.status().protocol().startsWith("ws-"))
                .toList();
    }
}
