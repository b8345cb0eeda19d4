package org.cotgateway.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;

/** A client and a server that talk TLS through memory, until neither has anything more to say. */
final class Handshake {

    final Side client;
    final Side server;

    private Handshake(SslHandler client, SslHandler server) {
        this.client = new Side(client);
        this.server = new Side(server);
    }

    static Handshake between(TlsSettings client, TlsSettings server, String host) throws TlsException {
        Executor here = Runnable::run;
        SslContext clientContext = TlsContexts.client(client, "a client");
        SslContext serverContext = TlsContexts.server(server, "a server");
        Handshake handshake = new Handshake(
                clientContext.newHandler(ByteBufAllocator.DEFAULT, host, 8089, here),
                serverContext.newHandler(ByteBufAllocator.DEFAULT, here));
        handshake.run();
        return handshake;
    }

    private void run() {
        boolean moved = true;
        while (moved) {
            client.channel.runPendingTasks();
            server.channel.runPendingTasks();
            moved = move(client, server) | move(server, client);
        }
        client.channel.finishAndReleaseAll();
        server.channel.finishAndReleaseAll();
    }

    private static boolean move(Side from, Side to) {
        boolean moved = false;
        ByteBuf bytes;
        while ((bytes = from.channel.readOutbound()) != null) {
            moved = true;
            to.receive(bytes);
        }
        return moved;
    }

    /** What happened on one side. */
    static final class Side {
        final SslHandler tls;
        final List<Throwable> failures = new ArrayList<>();
        private final EmbeddedChannel channel;

        private Side(SslHandler tls) {
            this.tls = tls;
            this.channel = new EmbeddedChannel(tls, new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                    failures.add(cause);
                }
            });
        }

        private void receive(ByteBuf bytes) {
            if (channel.isOpen()) {
                channel.writeInbound(bytes);
            } else {
                bytes.release();
            }
        }

        boolean isTrusting() {
            return tls.handshakeFuture().isSuccess() && failures.isEmpty();
        }

        SSLSession session() {
            return tls.engine().getSession();
        }

        /** Why it ended, whether during its own handshake or, as TLS 1.3 may have it, after. */
        String why() {
            Throwable cause = tls.handshakeFuture().cause();
            if (cause == null) {
                cause = failures.isEmpty() ? new AssertionError("nothing failed") : failures.get(0);
            }
            return String.valueOf(TlsFailure.of(cause));
        }
    }
}
