package org.cotgateway.api.stream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket client on a plain blocking socket, driven from a test's thread; writes whatever it is told to. */
final class WebSocketPeer implements AutoCloseable {

    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int LIMIT_MS = 20_000;
    private static final byte[] MASK = {0x12, (byte) 0x9A, 0x00, 0x7F};

    /** A frame as it came. */
    record Frame(int opcode, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close. */
        int code() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        String reason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private WebSocketPeer(InetSocketAddress gateway, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(gateway, LIMIT_MS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65_536));
    }

    static WebSocketPeer open(InetSocketAddress gateway, String query) throws IOException {
        return open(gateway, query, 0);
    }

    static WebSocketPeer open(InetSocketAddress gateway, String query, int receiveBuffer) throws IOException {
        WebSocketPeer peer = new WebSocketPeer(gateway, receiveBuffer);
        String answer = peer.ask(request(query));
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(answer);
        }
        return peer;
    }

    /** Says this instead of the handshake, and gives the head of the answer. */
    static String answerTo(InetSocketAddress gateway, String request) throws IOException {
        try (WebSocketPeer peer = new WebSocketPeer(gateway, 0)) {
            peer.send(request.getBytes(StandardCharsets.US_ASCII));
            peer.socket.shutdownOutput();
            return new String(peer.in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String request(String query) {
        return "GET /api/v1/stream" + query + " HTTP/1.1\r\nHost: localhost:8080\r\nUpgrade: WebSocket\r\n"
                + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n\r\n";
    }

    String ask(String request) throws IOException {
        send(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void text(String text) throws IOException {
        send(frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    void binary(byte[] bytes) throws IOException {
        send(frame(0x80 | BINARY, bytes));
    }

    /** A masked frame. */
    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, payload.length);
    }

    /** A masked frame that announces another length than it has. */
    static byte[] frame(int first, byte[] payload, long announced) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) first);
        if (announced >= 0 && announced < 126) {
            frame.put((byte) (0x80 | announced));
        } else if (announced >= 0 && announced < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) announced);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(announced);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** The next frame of whatever kind; fails when none comes. */
    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((first & 0x70) != 0 || second > 127) {
            throw new AssertionError("a server's frame begins with " + first + " " + second);
        }
        long length = second < 126 ? second : second == 126 ? in.readUnsignedShort() : in.readLong();
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(in.readNBytes((int) length));
        if (payload.size() < length) {
            throw new EOFException("in a frame");
        }
        return new Frame(first & 0xF, payload.toByteArray());
    }

    /** The next message. */
    String next() throws IOException {
        Frame frame = frame();
        if (frame.opcode() != TEXT) {
            throw new AssertionError("no text but " + frame.opcode() + ": " + frame.text());
        }
        return frame.text();
    }

    /** The next message that has this in it. */
    String next(String part) throws IOException {
        String message;
        do {
            message = next();
        } while (!message.contains(part));
        return message;
    }

    /** The close that comes next but for messages; the connection has ended behind it. */
    Frame closed() throws IOException {
        Frame frame;
        do {
            frame = frame();
        } while (frame.opcode() != CLOSE);
        if (in.read() >= 0) {
            throw new AssertionError("something follows the close");
        }
        return frame;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
