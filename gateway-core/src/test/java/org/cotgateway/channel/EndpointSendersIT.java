package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointSendersIT {

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aDirectMessageArrivesWholeAndEndsWithFin(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                ServerSocket device = new ServerSocket(0, 15, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = gateway.send(Endpoint.tcp("127.0.0.1", device.getLocalPort()), "u1", "<event/>");

            try (Socket accepted = device.accept()) {
                accepted.setSoTimeout(10_000);
                assertThat(new String(accepted.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("<event/>");
            }
            assertThat(outcome.await().sent()).isTrue();
            assertThat(outcome.history).containsExactly("attempt 1", "sent");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aDatagramArrives(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramSocket device = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            device.setSoTimeout(10_000);
            Outcome outcome = gateway.send(Endpoint.udp("127.0.0.1", device.getLocalPort()), "u1", "<event/>");

            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            device.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("<event/>");
            assertThat(outcome.await().sent()).isTrue();
        }
    }
}
