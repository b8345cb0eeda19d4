package org.cotgateway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A device for direct TCP made of nothing but java.net: reads each connection to its end, then closes it. */
final class PlainDevice implements AutoCloseable {

    /** What to do with a connection; numbered from 1. */
    interface Behaviour {
        void handle(int number, Socket connection, PlainDevice device) throws IOException;
    }

    static final Behaviour WELL_BEHAVED = (number, connection, device) -> device.readToEnd(connection);

    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    private final ServerSocket server = new ServerSocket();
    private final Behaviour behaviour;

    PlainDevice(String host, int port, int backlog, int receiveBufferBytes, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server.setReuseAddress(true);
        if (receiveBufferBytes > 0) {
            server.setReceiveBufferSize(receiveBufferBytes);
        }
        server.bind(new InetSocketAddress(InetAddress.getByName(host), port), backlog);
        Thread accepting = new Thread(this::accept, "plain-device");
        accepting.setDaemon(true);
        accepting.start();
    }

    static PlainDevice behaving(Behaviour behaviour) throws IOException {
        return new PlainDevice("127.0.0.1", 0, 15, 0, behaviour);
    }

    static PlainDevice wellBehaved() throws IOException {
        return behaving(WELL_BEHAVED);
    }

    int port() {
        return server.getLocalPort();
    }

    Endpoint endpoint() {
        return Endpoint.tcp("127.0.0.1", port());
    }

    void readToEnd(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        messages.add(all.toString(StandardCharsets.UTF_8));
    }

    static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                int number = connections.incrementAndGet();
                Thread thread = new Thread(() -> handle(number, connection), "plain-device-" + number);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void handle(int number, Socket connection) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (connection) {
            behaviour.handle(number, connection, this);
        } catch (IOException | UncheckedIOException failed) {
            failures.add(String.valueOf(failed.getMessage()));
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
