package org.cotgateway.device;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvent;

/** The gateway's end for acknowledgements: a direct TCP listener that keeps each message and where it came from. */
final class AckListener implements AutoCloseable {

    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    private final ServerSocket server;
    private final Thread thread = new Thread(this::listen, "ack-listener");

    record Received(CotEvent event, InetAddress from) {
        AckResponse ack() {
            return event.detail().element(AckResponse.NAME, AckResponse::from).orElseThrow();
        }
    }

    AckListener(String host) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName(host));
        thread.start();
    }

    /** The contact endpoint to announce. */
    String endpoint() {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        return address.getAddress().getHostAddress() + ":" + address.getPort() + ":tcp";
    }

    private void listen() {
        StrictAtakParser parser = new StrictAtakParser();
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                byte[] message = socket.getInputStream().readAllBytes();
                if (message.length == 0) {
                    continue; // a device that was stopped before it could say anything
                }
                AtakVerdict verdict = parser.judge(Unpooled.wrappedBuffer(message));
                received.add(new Received(Objects.requireNonNull(verdict.event()), socket.getInetAddress()));
            } catch (IOException closed) {
                // the whole server has gone: the next accept tells
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.join(10_000);
        if (thread.isAlive()) {
            throw new AssertionError("a connection was never closed: " + thread.getStackTrace()[0]);
        }
    }
}
