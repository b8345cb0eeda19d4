package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;

/** Sends to devices with the JDK's blocking sockets. */
final class PlainSender {

    private static final int TIMEOUT_MS = 20_000;

    private PlainSender() {}

    static byte[] xml(CotEvent event) {
        ByteBuf bytes = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, bytes);
        return ByteBufUtil.getBytes(bytes);
    }

    static CotEvent marker(String uid) {
        return CotEvent.builder().uid(uid).type("a-f-G-U-C").build();
    }

    /** A position report that makes its sender a contact. */
    static CotEvent contact(String uid, String endpoint) {
        return CotEvent.builder()
                .uid(uid)
                .type("a-f-G-U-C")
                .add(new Contact("GW", endpoint, null))
                .build();
    }

    /** Sends the bytes and FIN, then waits for the device's FIN; returns what came back until then. */
    static byte[] tcp(InetSocketAddress device, byte[] message) throws IOException {
        try (Socket socket = connect(device)) {
            socket.getOutputStream().write(message);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }

    static byte[] tcp(InetSocketAddress device, String message) throws IOException {
        return tcp(device, message.getBytes(UTF_8));
    }

    static Socket connect(InetSocketAddress device) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(device, TIMEOUT_MS);
        return socket;
    }

    static void udp(InetSocketAddress device, byte[] message) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(message, message.length, device));
        }
    }
}
