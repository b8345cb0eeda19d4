package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket of a direct connection and the system's. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class DirectSocketIT {

    private static final byte[] MESSAGE = "<event/>".getBytes(StandardCharsets.US_ASCII);

    /** Whoever is held up for longer than the system waits with an acknowledgement sees it; not every time. */
    private static final int TRIES = 20;

    @BeforeAll
    static void load() {
        Epoll.ensureAvailability();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void theMessageAcknowledgesThatTheDeviceHasAnswered(String address) throws Exception {
        int comeWithTheMessage = 0;
        try (ServerSocketChannel device = ServerSocketChannel.open()) {
            device.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            for (int i = 0; i < TRIES; i++) {
                comeWithTheMessage += isThereBeforeTheMessage(device) ? 0 : 1;
            }
        }
        assertThat(comeWithTheMessage).isPositive();
    }

    /** A connection of which only the dialling side knows is none yet for who listens. */
    private static boolean isThereBeforeTheMessage(ServerSocketChannel device) throws Exception {
        InetSocketAddress there = (InetSocketAddress) device.getLocalAddress();
        DirectSocket socket = DirectSocket.to(there.getAddress());
        try {
            boolean connected = socket.dial(there);
            while (!connected) {
                connected = socket.finishConnect();
            }
            device.configureBlocking(false);
            SocketChannel early = device.accept();
            device.configureBlocking(true);
            ByteBuffer direct = ByteBuffer.allocateDirect(MESSAGE.length);
            direct.put(MESSAGE);
            assertThat(socket.send(direct, 0, MESSAGE.length)).isEqualTo(MESSAGE.length);
            socket.endOutput();
            // Waits for it if it was not there.
            try (SocketChannel connection = early == null ? device.accept() : early) {
                assertThat(connection.socket().getInputStream().readAllBytes()).isEqualTo(MESSAGE);
            }
            return early != null;
        } finally {
            socket.close();
        }
    }
}
