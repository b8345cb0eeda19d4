package org.cotgateway.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cotgateway.hub.StreamPeer;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;

/** WebSocket clients that are gone without a close: what they sent is passed on or counted. */
class WebSocketVanishingIT extends WebSocketFixture {

    private static final int CLIENTS = 100;

    @Test
    void whatTheySentBeforeTheirResetIsPassedOn() throws IOException {
        try (StreamPeer stream = stream()) {
            stream.send(StreamPeer.self("dev-1", "ALPHA"));
            await(Counter.EVENTS_RECEIVED, 1);
            for (int i = 0; i < CLIENTS; i++) {
                // While others' events go to it, and what it was shown is not read: the close is a reset.
                stream.send(StreamPeer.event("track-" + i, "a-f-G", ""));
                try (WebSocketPeer web = webSocket()) {
                    stream.send(StreamPeer.event("more-" + i, "a-f-G", ""));
                    web.text(StreamPeer.event("last-" + i, "a-f-G", ""));
                }
            }
            await(Counter.WEBSOCKETS_LEFT, CLIENTS);
            await(Counter.EVENTS_RECEIVED, 1 + 3 * CLIENTS);
            assertThat(gateway.counters().get(Counter.RECEIVED_TOO_LATE)).isZero();
            for (int i = 0; i < CLIENTS; i++) {
                stream.next("last-" + i);
            }
        }
    }

    @Test
    void aMessageThatIsCutOffIsCounted() throws IOException {
        byte[] event = StreamPeer.event("u-1", "a-f-G", "").getBytes(StandardCharsets.UTF_8);
        byte[] frame = WebSocketPeer.frame(0x80 | WebSocketPeer.TEXT, event);
        try (WebSocketPeer inFrame = webSocket()) {
            inFrame.send(Arrays.copyOf(frame, frame.length - 1));
        }
        await(Counter.RECEIVED_UNFINISHED, 1);
        try (WebSocketPeer betweenFrames = webSocket()) {
            betweenFrames.send(WebSocketPeer.frame(WebSocketPeer.TEXT, event));
        }
        await(Counter.RECEIVED_UNFINISHED, 2);
        try (WebSocketPeer whole = webSocket()) {
            whole.send(frame);
        }
        await(Counter.WEBSOCKETS_LEFT, 3);
        assertThat(gateway.counters().get(Counter.RECEIVED_UNFINISHED)).isEqualTo(2);
        assertThat(gateway.counters().get(Counter.EVENTS_RECEIVED)).isEqualTo(1);
    }

    @Test
    void whatComesBehindTheCloseThatWeSentIsCounted() throws IOException {
        try (WebSocketPeer web = webSocket()) {
            web.binary(new byte[] {1});
            web.text(StreamPeer.event("u-1", "a-f-G", ""));
            assertThat(web.frame().code()).isEqualTo(1003);
            await(Counter.RECEIVED_TOO_LATE, 1);
        }
    }

    @Test
    void whatIsCutOffBehindTheCloseThatWeSentIsCountedToo() throws IOException {
        byte[] event = StreamPeer.event("u-1", "a-f-G", "").getBytes(StandardCharsets.UTF_8);
        byte[] frame = WebSocketPeer.frame(0x80 | WebSocketPeer.TEXT, event);
        try (WebSocketPeer inFrame = webSocket()) {
            inFrame.binary(new byte[] {1});
            assertThat(inFrame.frame().code()).isEqualTo(1003);
            inFrame.send(Arrays.copyOf(frame, frame.length - 1));
        }
        await(Counter.RECEIVED_UNFINISHED, 1);
        try (WebSocketPeer betweenFrames = webSocket()) {
            betweenFrames.binary(new byte[] {1});
            assertThat(betweenFrames.frame().code()).isEqualTo(1003);
            betweenFrames.send(WebSocketPeer.frame(WebSocketPeer.TEXT, event));
        }
        await(Counter.RECEIVED_UNFINISHED, 2);
        assertThat(gateway.counters().get(Counter.RECEIVED_TOO_LATE)).isZero();
    }
}
