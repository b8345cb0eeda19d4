package org.cotgateway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** What plain clients send and read. */
final class Messages {

    static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    private static final String END = "</event>";

    private Messages() {}

    static String event(String uid) {
        return event(uid, "a-f-G");
    }

    static String event(String uid, String type) {
        return "<event version='2.0' uid='" + uid + "' type='" + type + "' how='m-g' time='2026-01-01T00:00:00Z'"
                + " start='2026-01-01T00:00:00Z' stale='2036-01-01T00:00:00Z'>"
                + "<point lat='1' lon='2' hae='3' ce='4' le='5'/><detail/></event>";
    }

    /** The next event, with what stands before it. */
    static String readEvent(Socket socket) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.UTF_8).endsWith(END)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after " + read.toString(StandardCharsets.UTF_8));
            }
            read.write(next);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /** Takes whatever is still under way until the other side has closed, by FIN or by RST; fails when it does not. */
    static void awaitClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            return;
        }
    }

    /** Waits until the other side has closed, by FIN or by RST. */
    static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
