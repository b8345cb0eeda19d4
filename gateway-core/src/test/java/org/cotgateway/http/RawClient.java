package org.cotgateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what the test wants, and reads only when it is told to. */
final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MS = 20_000;
    private static final int SMALL_WINDOW_BYTES = 8 * 1024;
    private static final int LARGE_WINDOW_BYTES = 256 * 1024;
    private static final String HEAD_END = "\r\n\r\n";

    private final Socket socket = new Socket();

    RawClient(InetSocketAddress server) throws IOException {
        this(server, SMALL_WINDOW_BYTES);
    }

    private RawClient() throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        // What it sends leaves at once, whether the server has acknowledged what came before or not.
        socket.setTcpNoDelay(true);
    }

    private RawClient(InetSocketAddress server, int windowBytes) throws IOException {
        this();
        socket.setReceiveBufferSize(windowBytes);
        socket.connect(server, TIMEOUT_MS);
    }

    /** One at an address of its own. */
    static RawClient from(String host, InetSocketAddress server) throws IOException {
        RawClient client = new RawClient();
        client.socket.bind(new InetSocketAddress(host, 0));
        client.socket.connect(server, TIMEOUT_MS);
        return client;
    }

    /** One whose system takes a quarter of a megabyte before it reads. */
    static RawClient withRoom(InetSocketAddress server) throws IOException {
        return new RawClient(server, LARGE_WINDOW_BYTES);
    }

    /** Where it is connected from. */
    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Asks as ATAK does. */
    RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: gateway\r\nAccept: */*\r\n\r\n");
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** An answer's status line and headers. */
    String head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf(HEAD_END) < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) c);
        }
        return head.toString();
    }

    byte[] bytes(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** Everything up to the end of the connection. */
    String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(rest);
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** Ends by RST, as a device does whose program is killed. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
