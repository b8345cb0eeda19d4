package org.cotgateway.channel;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A non-blocking TCP socket of Linux, of the family that its peer's address needs. */
final class DirectSocket extends Socket {

    private static final Logger log = LoggerFactory.getLogger(DirectSocket.class);

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int TCP_QUICKACK = 12;

    /** Values of tcpi_state while our FIN is not acknowledged: ours came first, last, or both crossed. */
    private static final int FIN_WAIT_1 = 4;

    private static final int LAST_ACK = 9;
    private static final int CLOSING = 11;

    private DirectSocket(int fd) {
        super(fd);
    }

    /** Opens a socket; throws Netty's ChannelException when there is none to be had. */
    static DirectSocket to(InetAddress address) {
        boolean ipv6 = address instanceof Inet6Address;
        return new DirectSocket(newSocketStream0(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET));
    }

    /**
     * Connects, as {@link #connect} does. That the peer's system has answered is acknowledged by the message, if that follows within the 200 ms for which
     * Linux waits, and by then at the latest: one segment less for each connection, and the peer's program is not woken for
     * one that has nothing to read yet. Whoever answers without room for any of the message, as some do who shield others
     * from floods of connections, has to wait so long for it.
     */
    boolean dial(SocketAddress address) throws IOException {
        try {
            setIntOpt(IPPROTO_TCP, TCP_QUICKACK, 0);
        } catch (IOException | ChannelException unknown) {
            log.debug("a late acknowledgement is not to be had: {}", unknown.getMessage());
        }
        return connect(address);
    }

    /** Sends our FIN. */
    void endOutput() throws IOException {
        try {
            shutdown(false, true);
        } catch (NotYetConnectedException notAnyMore) {
            throw new IOException("connection reset", notAnyMore);
        }
    }

    /** What epoll reported as an error. */
    IOException error() throws IOException {
        int number = getSoError();
        return number == 0 ? new IOException("connection reset") : Errors.newIOException("socket", -number);
    }

    /**
     * Whether the peer's system has acknowledged everything up to our FIN, or reset the connection.
     *
     * @param scratch a direct buffer of a few hundred bytes, overwritten
     */
    boolean isFinAcknowledged(ByteBuffer scratch) throws IOException {
        getRawOpt(IPPROTO_TCP, TCP_INFO, scratch.clear());
        // The first byte of tcp_info is tcpi_state.
        return switch (scratch.get(0)) {
            case FIN_WAIT_1, LAST_ACK, CLOSING -> false;
            default -> true;
        };
    }
}
