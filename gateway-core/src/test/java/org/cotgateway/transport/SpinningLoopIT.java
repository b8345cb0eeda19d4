package org.cotgateway.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.DataInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop of epoll that looks again before it sleeps misses nothing of what its sockets, timers and other threads bring. */
class SpinningLoopIT {

    private static final int TURNS = 5_000;

    @Test
    @Timeout(60)
    void socketsTasksAndTimersAreServedWhileItLooksAndWhileItSleeps() throws Exception {
        assumeTrue(SocketKind.EPOLL.isAvailable(), "epoll is not available here");
        try (CountedPasses passes = new CountedPasses(SocketKind.EPOLL)) {
            GatewayLoop loop = passes.gatewayLoop();
            ServerSocketChannel server = (ServerSocketChannel) new ServerBootstrap()
                    .group(loop.loop())
                    .channel(SocketKind.EPOLL.serverClass())
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channel.pipeline().addLast(new Echo(loop));
                        }
                    })
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sync()
                    .channel();
            try (Socket client = new Socket(
                    server.localAddress().getAddress(), server.localAddress().getPort())) {
                client.setTcpNoDelay(true);
                OutputStream out = client.getOutputStream();
                DataInputStream in = new DataInputStream(client.getInputStream());
                for (int turn = 0; turn < TURNS; turn++) {
                    byte[] sent = ByteBuffer.allocate(4).putInt(turn).array();
                    out.write(sent);
                    assertArrayEquals(sent, in.readNBytes(4));
                    if (turn % 5 == 0) {
                        int asked = turn;
                        assertEquals(asked, loop.loop().submit(() -> asked).get(20, TimeUnit.SECONDS));
                    }
                    if (turn % 50 == 0) {
                        loop.loop()
                                .schedule(() -> {}, 100, TimeUnit.MICROSECONDS)
                                .get(20, TimeUnit.SECONDS);
                    }
                }
            }
            assertTrue(passes.hasLookedAgain());
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        private final GatewayLoop loop;

        private Echo(GatewayLoop loop) {
            this.loop = loop;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
            loop.expectMore();
        }
    }
}
