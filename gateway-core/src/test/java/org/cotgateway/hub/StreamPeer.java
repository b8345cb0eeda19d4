package org.cotgateway.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A client on a plain blocking socket, driven from a test's thread. Events are told apart by their end tag, as ATAK does. */
public final class StreamPeer implements AutoCloseable {

    private static final String END = "</event>";
    private static final int LIMIT_MS = 20_000;

    private final Socket socket;
    private final StringBuilder read = new StringBuilder();

    public StreamPeer(InetSocketAddress address) throws IOException {
        this(new Socket());
        socket.connect(new InetSocketAddress("127.0.0.1", address.getPort()), LIMIT_MS);
        socket.setTcpNoDelay(true);
    }

    /** Goes on with a socket of whatever kind. */
    StreamPeer(Socket socket) {
        this.socket = socket;
    }

    public static String event(String uid, String type, String detail) {
        return event(uid, type, Instant.now(), detail);
    }

    public static String event(String uid, String type, Instant time, String detail) {
        return "<event version=\"2.0\" uid=\"" + uid + "\" type=\"" + type + "\" how=\"m-g\" time=\"" + text(time)
                + "\" start=\"" + text(time) + "\" stale=\"" + text(time.plusSeconds(600)) + "\">"
                + "<point lat=\"48.2\" lon=\"16.3\" hae=\"170\" ce=\"5\" le=\"9999999\"/><detail>" + detail
                + "</detail></event>";
    }

    /** What a device says of itself. */
    public static String self(String uid, String callsign) {
        return event(
                uid, "a-f-G-U-C", "<contact callsign=\"" + callsign + "\" endpoint=\"*:-1:stcp\"/><takv os=\"29\"/>");
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString().replaceFirst("(:\\d\\d)Z", "$1.000Z");
    }

    public void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The next event that has this in it. */
    public String next(String part) throws IOException {
        String event;
        do {
            event = next();
        } while (!event.contains(part));
        return event;
    }

    /** The next event but for offers of TAK Protocol, with what stands before it; fails when none comes. */
    public String next() throws IOException {
        String event;
        do {
            event = anyNext();
        } while (event.contains("type=\"t-x-takp-v\""));
        return event;
    }

    private String anyNext() throws IOException {
        byte[] piece = new byte[65_536];
        int end;
        while ((end = read.indexOf(END)) < 0) {
            socket.setSoTimeout(LIMIT_MS);
            int length;
            try {
                length = socket.getInputStream().read(piece);
            } catch (SocketTimeoutException nothing) {
                throw new AssertionError("nothing came within " + LIMIT_MS + " ms but " + read, nothing);
            }
            if (length < 0) {
                throw new AssertionError("closed by the gateway after " + read);
            }
            read.append(new String(piece, 0, length, StandardCharsets.UTF_8));
        }
        String event = read.substring(0, end + END.length());
        read.delete(0, end + END.length());
        return event;
    }

    /** Whether something came together with what was given last. */
    boolean hasRead() {
        return !read.isEmpty();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
