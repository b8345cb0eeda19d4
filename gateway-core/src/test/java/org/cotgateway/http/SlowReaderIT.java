package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that takes its answer for longer than it may take nothing of it. */
class SlowReaderIT {

    /** More than the buffers of both sockets hold. */
    private static final int ANSWER_BYTES = 24 * 1024 * 1024;

    private static final Duration STALL = Duration.ofMillis(500);

    private final Counters counters = new Counters();

    private static HttpSettings settings() {
        HttpSettings usual = HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return RecordCopy.of(usual).with("stallTimeout", STALL).get();
    }

    private HttpServer serve(GatewayLoop loop) throws IOException {
        Router routes = Router.builder()
                .get(
                        "/whole",
                        exchange -> exchange.document(HttpResponseStatus.OK, "text/plain", new byte[ANSWER_BYTES]))
                .get("/streamed", exchange -> {
                    AnswerStream stream =
                            exchange.stream(HttpResponseStatus.OK, "text/plain", new AnswerStream.Listener() {
                                @Override
                                public void writable() {
                                    // All is written at once.
                                }

                                @Override
                                public void closed() {
                                    // It is seen at the client's end.
                                }
                            });
                    stream.write(Unpooled.wrappedBuffer(new byte[ANSWER_BYTES]));
                    stream.end();
                })
                .build();
        return HttpServer.bind(loop, settings(), routes, counters);
    }

    /** Reads little by little, for several times as long as a client may take nothing. */
    private static void readSlowly(RawClient client) throws IOException {
        int pieces = 300;
        for (int left = ANSWER_BYTES; left > 0; ) {
            LockSupport.parkNanos(4 * STALL.toNanos() / pieces);
            int bytes = client.bytes(Math.min(left, ANSWER_BYTES / pieces + 1)).length;
            if (bytes == 0) {
                throw new EOFException("closed " + left + " bytes before its end");
            }
            left -= bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/whole", "/streamed"})
    void whoTakesItsAnswerSlowlyGetsAllOfIt(String path) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("slow-reader", SocketKind.best());
                HttpServer server = serve(loop);
                RawClient client = new RawClient(server.address()).get(path)) {
            client.head();

            readSlowly(client);

            assertThat(counters.get(Counter.HTTP_TIMED_OUT)).isZero();
        }
    }

    @Test
    void whoTakesNothingIsClosedInTime() throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("slow-reader", SocketKind.best());
                HttpServer server = serve(loop);
                RawClient client = new RawClient(server.address()).get("/whole")) {
            client.head();

            Await.until(() -> counters.get(Counter.HTTP_TIMED_OUT) == 1);
        }
    }
}
