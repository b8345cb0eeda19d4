package org.cotgateway.channel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server for a few names with IPv4 addresses, on loopback. */
final class PlainDns implements AutoCloseable {

    private static final int HEADER_BYTES = 12;
    private static final int TYPE_A = 1;
    private static final int SERVFAIL = 2;
    private static final int NXDOMAIN = 3;
    private static final int TTL_S = 300;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final Map<String, Boolean> silentOrFailing = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> questions = new ConcurrentHashMap<>();

    PlainDns() throws IOException {
        Thread thread = new Thread(this::serve, "plain-dns");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    void answer(String name, String... ipv4) {
        addresses.put(name, List.of(ipv4));
        silentOrFailing.remove(name);
    }

    void fail(String name) {
        silentOrFailing.put(name, false);
    }

    void ignore(String name) {
        silentOrFailing.put(name, true);
    }

    int questions(String name) {
        AtomicInteger asked = questions.get(name);
        return asked == null ? 0 : asked.get();
    }

    private void serve() {
        byte[] in = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(in, in.length);
                socket.receive(packet);
                byte[] reply = reply(in, packet.getLength());
                if (reply.length > 0) {
                    socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] reply(byte[] query, int length) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER_BYTES;
        while (query[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += query[at] + 1;
        }
        int questionEnd = at + 5;
        int type = query[at + 2];
        String asked = name.toString();
        questions.computeIfAbsent(asked, first -> new AtomicInteger()).incrementAndGet();
        Boolean silent = silentOrFailing.get(asked);
        if (silent != null && silent) {
            return new byte[0];
        }
        List<String> known = addresses.getOrDefault(asked, List.of());
        int code = silent != null ? SERVFAIL : known.isEmpty() ? NXDOMAIN : 0;
        List<String> answers = type == TYPE_A && code == 0 ? known : List.of();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(0x8180 | code);
        out.writeShort(1);
        out.writeShort(answers.size());
        out.writeInt(0);
        out.write(query, HEADER_BYTES, questionEnd - HEADER_BYTES);
        for (String address : answers) {
            out.writeShort(0xc000 | HEADER_BYTES);
            out.writeShort(TYPE_A);
            out.writeShort(1);
            out.writeInt(TTL_S);
            out.writeShort(4);
            out.write(InetAddress.getByName(address).getAddress());
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
