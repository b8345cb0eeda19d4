package org.cotgateway.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.cotgateway.hub.StreamPeer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no WebSocket client should say, and what becomes of it; whoever else is connected goes on. */
class WebSocketBadInputIT extends WebSocketFixture {

    private static final int LAST = 0x80;

    private StreamPeer other;
    private WebSocketPeer witness;

    @BeforeEach
    void letOthersIn() throws IOException {
        other = stream();
        witness = webSocket();
        await(Counter.CLIENTS_CONNECTED, 1);
    }

    @AfterEach
    void othersGoOn() throws IOException {
        other.send(StreamPeer.event("last", "a-f-G", ""));
        assertThat(witness.next("last")).contains("</event>");
        witness.close();
        other.close();
    }

    private WebSocketPeer.Frame answerTo(byte[] bytes) throws IOException {
        try (WebSocketPeer web = webSocket()) {
            web.send(bytes);
            return web.closed();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFrameThatAnnouncesTooMuchIsRefusedBeforeItComes() throws IOException {
        assertThat(answerTo(WebSocketPeer.frame(LAST | WebSocketPeer.TEXT, utf8("<event"), 1L << 30))
                        .code())
                .isEqualTo(1009);
        assertThat(answerTo(WebSocketPeer.frame(LAST | WebSocketPeer.TEXT, utf8("<event"), Long.MAX_VALUE))
                        .code())
                .isEqualTo(1009);
        assertThat(answerTo(WebSocketPeer.frame(LAST | WebSocketPeer.TEXT, utf8("<event"), -1))
                        .code())
                .isEqualTo(1002);
        assertThat(gateway.counters().get(Counter.RECEIVED_TOO_LARGE)).isEqualTo(2);
    }

    @Test
    void fragmentsThatNeverEndAreRefusedWhenTheyAreTooMany() throws IOException {
        try (WebSocketPeer web = webSocket()) {
            web.send(WebSocketPeer.frame(WebSocketPeer.TEXT, utf8("<event>")));
            byte[] more = WebSocketPeer.frame(0, utf8(" ".repeat(10_000)));
            try {
                for (int i = 0; i < 1_000; i++) {
                    web.send(more);
                }
            } catch (SocketException refused) {
                // The gateway reads no further.
            }
            assertThat(gateway.counters().get(Counter.RECEIVED_TOO_LARGE)).isEqualTo(1);
        }
    }

    @Test
    void fragmentsOfOneMessageAreOneMessageEvenInsideACharacterAndWithAPingBetweenThem() throws IOException {
        try (WebSocketPeer web = webSocket()) {
            byte[] event = utf8(StreamPeer.event("u-1", "a-f-G", "<remarks>näh</remarks>"));
            int middle = new String(event, StandardCharsets.ISO_8859_1).indexOf('\u00C3') + 1;
            web.send(WebSocketPeer.frame(WebSocketPeer.TEXT, Arrays.copyOf(event, middle)));
            web.send(WebSocketPeer.frame(LAST | WebSocketPeer.PING, utf8("?")));
            web.send(WebSocketPeer.frame(0, new byte[0]));
            web.send(WebSocketPeer.frame(LAST, Arrays.copyOfRange(event, middle, event.length)));
            assertThat(web.frame().opcode()).isEqualTo(WebSocketPeer.PONG);
            assertThat(other.next()).contains("näh");
        }
    }

    @Test
    void textThatIsNotUtf8EndsTheConnection() throws IOException {
        byte[] broken = utf8(StreamPeer.event("u-1", "a-f-G", "<remarks>x</remarks>"));
        broken[new String(broken, StandardCharsets.US_ASCII).indexOf(">x<") + 1] = (byte) 0xFF;
        assertThat(answerTo(WebSocketPeer.frame(LAST | WebSocketPeer.TEXT, broken))
                        .code())
                .isEqualTo(1007);
        assertThat(gateway.counters().get(Counter.EVENTS_RECEIVED)).isZero();
    }

    @Test
    void frameThatIsNotMaskedEndsTheConnection() throws IOException {
        WebSocketPeer.Frame close = answerTo(new byte[] {(byte) 0x81, 2, 'h', 'i'});
        assertThat(close.code()).isEqualTo(1002);
        assertThat(close.reason()).contains("not masked");
    }

    @ParameterizedTest
    @CsvSource({"7fffffffffffffff, 1009", "8000000000000000, 1002"})
    void aFrameThatAnnouncesMoreThanAnybodyHasEndsTheConnectionAtOnce(String length, int code) throws IOException {
        assertThat(answerTo(HexFormat.of().parseHex("81ff" + length)).code()).isEqualTo(code);
    }

    /** The bits are those of the first byte, then the payload's length. */
    @ParameterizedTest
    @CsvSource({
        "reserved bit 1, 0xC1, 2, 1002",
        "reserved bit 2, 0xA1, 2, 1002",
        "reserved bit 3, 0x91, 2, 1002",
        "unknown kind of message, 0x83, 2, 1002",
        "unknown kind of control, 0x8B, 2, 1002",
        "long ping, 0x89, 126, 1002",
        "ping in parts, 0x09, 2, 1002",
        "continuation of nothing, 0x80, 2, 1002",
        "close with half a code, 0x88, 1, 1002",
        "binary message, 0x82, 2, 1003",
    })
    void whatBreaksTheProtocolEndsTheConnectionWithTheCodeThatTheRfcNames(
            String what, String first, int length, int code) throws IOException {
        byte[] frame = WebSocketPeer.frame(Integer.decode(first), new byte[length]);
        assertThat(answerTo(frame).code()).as(what).isEqualTo(code);
        assertThat(gateway.counters().get(Counter.WEBSOCKETS_BROKEN)).isEqualTo(1);
    }

    @Test
    void aSecondMessageInsideAnotherEndsTheConnection() throws IOException {
        try (WebSocketPeer web = webSocket()) {
            web.send(WebSocketPeer.frame(WebSocketPeer.TEXT, utf8("<event>")));
            web.text("<event>");
            assertThat(web.closed().code()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @CsvSource({"999", "1004", "1005", "1006", "1015"})
    void aCloseWithACodeThatNobodyMaySendIsAnError(int code) throws IOException {
        byte[] close = WebSocketPeer.frame(LAST | WebSocketPeer.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
        assertThat(answerTo(close).code()).isEqualTo(1002);
    }

    @Test
    void whateverBytesComeTheConnectionEndsOrGoesOnAndOthersAreNotDisturbed() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            try (WebSocketPeer web = webSocket()) {
                for (int frames = random.nextInt(6); frames >= 0; frames--) {
                    byte[] payload = new byte[random.nextInt(random.nextBoolean() ? 130 : 2_000)];
                    random.nextBytes(payload);
                    byte[] frame = WebSocketPeer.frame(random.nextInt(256), payload);
                    if (random.nextInt(4) == 0) {
                        frame[random.nextInt(Math.min(frame.length, 8))] ^= (byte) (1 << random.nextInt(8));
                    }
                    web.send(frame);
                }
            } catch (SocketException ended) {
                // By the gateway, which had read enough.
            }
        }
        Await.until(() -> gateway.counters().get(Counter.WEBSOCKETS_LEFT) == 200);
        assertThat(gateway.counters().get(Counter.WEBSOCKETS_CONNECTED)).isEqualTo(201);
        other.send(StreamPeer.event("still", "a-f-G", ""));
        assertThat(witness.next("still")).contains("</event>");
    }
}
