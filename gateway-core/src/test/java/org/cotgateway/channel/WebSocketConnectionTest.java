package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a client is held to be silent, with ticks that are made here. */
class WebSocketConnectionTest {

    /** Masked with nothing. */
    private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    private static final byte[] FIRST_PART = {0x01, (byte) 0x81, 0, 0, 0, 0, '['};
    private static final int PATIENCE_S = 30;

    private final Counters counters = new Counters();
    private final GatewayLoop loop = GatewayLoop.start("test-loop", SocketKind.NIO);
    private final LoopContext context = new LoopContext(
            loop,
            ChannelSettings.DEFAULT,
            TlsSettings.DEFAULT,
            null,
            counters,
            Gateway.images(),
            (image, broken, from) -> {},
            InstantSource.system(),
            new Random(1));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> lost = new ArrayList<>();
    private final WebSocketConnection connection = new WebSocketConnection(
            channel,
            lost::add,
            Inlet.oneWay(new InetSocketAddress("127.0.0.1", 1)),
            new Outbox(WebSocketSettings.DEFAULT.outbox(), Transport.WEBSOCKET, context.waiting, counters),
            new WebSocketTerms(WireProtocol.WEBSOCKET_JSON, true, new NoTexts()),
            WebSocketSettings.DEFAULT,
            context);
    private long nowMs;

    private static final class NoTexts implements WebSocketTexts {
        @Override
        public void read(WireProtocol form, ByteBuf message, Items items) {
            // Nothing is in it.
        }

        @Override
        public void writeRejection(long message, long index, List<Violation> violations, ByteBuf out) {
            throw new AssertionError("nothing is rejected");
        }
    }

    @BeforeEach
    void begin() throws Exception {
        onLoop(connection::begin);
        nowMs = context.ticksMs();
    }

    @AfterEach
    void end() throws Exception {
        onLoop(channel::finishAndReleaseAll);
        loop.close();
    }

    private void onLoop(Runnable what) throws Exception {
        loop.loop().submit(what).get(10, TimeUnit.SECONDS);
    }

    private void seconds(int count) throws Exception {
        onLoop(() -> {
            for (int i = 0; i < count; i++) {
                nowMs += 1_000;
                connection.tick(nowMs);
            }
        });
    }

    private void come(byte[] bytes) throws Exception {
        onLoop(() -> channel.writeInbound(Unpooled.copiedBuffer(bytes)));
    }

    /** It takes no answers, so that it is not read. */
    private void takesAnswers(boolean whether) throws Exception {
        onLoop(() -> {
            channel.unsafe().outboundBuffer().setUserDefinedWritability(1, whether);
            channel.runPendingTasks();
        });
    }

    @Test
    void whoDoesNotAnswerIsClosed() throws Exception {
        seconds(PATIENCE_S + 1);
        assertThat(lost).isEmpty();
        seconds(PATIENCE_S);
        assertThat(lost).containsExactly("no pong within 30 s");
        assertThat(counters.get(Counter.WEBSOCKETS_SILENT)).isOne();
    }

    @Test
    void whoWasNotReadHasAllTheTimeToAnswerWhenHeIs() throws Exception {
        seconds(PATIENCE_S + 1);
        takesAnswers(false);
        come(PING);
        seconds(PATIENCE_S + 1);
        seconds(PATIENCE_S);
        takesAnswers(true);
        seconds(2 * PATIENCE_S - 1);
        assertThat(lost).isEmpty();
        seconds(2);
        assertThat(lost).containsExactly("no pong within 30 s");
    }

    @Test
    void whoeverIsAskedAndThenNotReadIsNotClosedInTheSameMomentThatHeIsReadAgain() throws Exception {
        takesAnswers(false);
        come(PING);
        seconds(3 * PATIENCE_S);
        takesAnswers(true);
        seconds(PATIENCE_S - 1);
        assertThat(lost).isEmpty();
    }

    @Test
    void aMessageInPartsCannotEndWhileNobodyReadsIt() throws Exception {
        come(FIRST_PART);
        takesAnswers(false);
        come(PING);
        seconds(2 * PATIENCE_S);
        assertThat(lost).isEmpty();
        takesAnswers(true);
        seconds(PATIENCE_S - 1);
        assertThat(lost).isEmpty();
        seconds(1);
        assertThat(lost).containsExactly("a message had no end within 30 s");
    }
}
