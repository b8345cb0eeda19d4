package org.cotgateway.channel;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** A non-blocking TCP socket of Linux, of the family that its peer's address needs. */
final class DirectSocket extends Socket {

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    /** tcpi_state while our FIN is not acknowledged. */
    private static final int FIN_WAIT_1 = 4;

    private DirectSocket(int fd) {
        super(fd);
    }

    /** Opens a socket; throws Netty's ChannelException when there is none to be had. */
    static DirectSocket to(InetAddress address) {
        boolean ipv6 = address instanceof Inet6Address;
        return new DirectSocket(newSocketStream0(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET));
    }

    /** What epoll reported as an error. */
    IOException error() throws IOException {
        int number = getSoError();
        return number == 0 ? new IOException("connection reset") : Errors.newIOException("socket", -number);
    }

    /**
     * Whether the peer's system has acknowledged everything up to our FIN.
     *
     * @param scratch a direct buffer of a few hundred bytes, overwritten
     */
    boolean isFinAcknowledged(ByteBuffer scratch) throws IOException {
        getRawOpt(IPPROTO_TCP, TCP_INFO, scratch.clear());
        // The first byte of tcp_info is tcpi_state.
        return scratch.get(0) != FIN_WAIT_1;
    }
}
