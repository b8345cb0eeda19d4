package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a socket past its channel's queue, while nothing waits there: one event for hundreds of receivers is then one
 * system call for each and little else. Only where the channel tells its file descriptor, which with NIO it does not, and
 * only without handlers that change what is written. On the channel's loop.
 */
final class SocketWrites {

    private SocketWrites() {}

    /** A channel's socket; null where it does not tell. */
    static @Nullable Socket of(Channel channel) {
        return channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket ? socket : null;
    }

    /** Whether these bytes can be written so and come behind all that was written before. */
    static boolean mayWrite(Channel channel, ByteBuf bytes) {
        if (!bytes.isDirect()) {
            return false;
        }
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue != null && queue.totalPendingWriteBytes() == 0;
    }

    /**
     * How many of the readable bytes, whose indices are not moved, the operating system took at once; 0 also if the
     * connection is broken, which the channel's own next write or read will tell.
     */
    static int write(Socket socket, ByteBuf bytes) {
        int from = bytes.readerIndex();
        try {
            if (bytes.hasMemoryAddress()) {
                return socket.sendAddress(bytes.memoryAddress(), from, bytes.writerIndex());
            }
            ByteBuffer direct = bytes.nioBuffer();
            return socket.send(direct, direct.position(), direct.limit());
        } catch (IOException broken) {
            return 0;
        }
    }

    /**
     * Sends the bytes between the indices as one datagram.
     *
     * @return 0 if the operating system has no room for it now
     * @throws IOException if the operating system refuses it
     */
    static int sendTo(Socket socket, ByteBuf bytes, int from, int to, InetAddress there, int port) throws IOException {
        if (bytes.hasMemoryAddress()) {
            return socket.sendToAddress(bytes.memoryAddress(), from, to, there, port);
        }
        ByteBuffer direct = bytes.nioBuffer(from, to - from);
        return socket.sendTo(direct, direct.position(), direct.limit(), there, port);
    }
}
