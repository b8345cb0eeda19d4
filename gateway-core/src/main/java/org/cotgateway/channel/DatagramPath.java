package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * The short way to an endpoint by datagrams, one for each event, and the count of those that it has had in its burst: past
 * the channel, which would make five objects for each datagram to be sent the same way in the end. It is open while nothing
 * waits for the endpoint, and clear when moreover its form is known. Loop-only.
 */
final class DatagramPath extends SocketPath {

    private static final int MAX_BYTES = Transport.UDP.maxMessageBytes();

    /** Null for a host name. */
    private final @Nullable InetAddress there;

    private final int port;
    private final DatagramPace pace;
    /** When the burst began. */
    private long burstMs;

    private int burst;
    /** By which what comes leaves at once; null while something waits, or has to be done or found out first. */
    private @Nullable DatagramChannel channel;
    /** That channel's, if it tells. */
    private @Nullable Socket socket;

    /** @param there null if it is to be looked up before each attempt, so that this is never open */
    DatagramPath(@Nullable InetAddress there, int port, DatagramPace pace) {
        this.there = there;
        this.port = port;
        this.pace = pace;
        this.burstMs = pace.tickMs();
    }

    /** Nothing waits, and this is the socket; null if there is none yet. */
    void open(@Nullable DatagramChannel by) {
        if (channel != by) {
            channel = by;
            socket = by == null ? null : SocketWrites.of(by);
        }
    }

    /** Nothing goes this way until it is opened again. */
    void close() {
        block();
        channel = null;
        socket = null;
    }

    boolean isOpen() {
        return channel != null;
    }

    /** When the last of the bursts began in which something was sent, in milliseconds since 1970. */
    long burstMs() {
        return burstMs;
    }

    /** Whether the endpoint has had as many datagrams as it is given at once. */
    boolean isBurstOver() {
        return burst >= pace.maxBurst() && burstMs == pace.tickMs();
    }

    /** A datagram leaves, this way or another. */
    void countInBurst() {
        if (burstMs != pace.tickMs()) {
            burstMs = pace.tickMs();
            burst = 0;
        }
        burst++;
    }

    @Override
    public Written write(ByteBuf bytes, List<EventImage> events, int from, int to) {
        WireFormat format = clearFor();
        int begin = bytes.readerIndex();
        int next = from;
        while (next < to && format != null) {
            int end = next + 1 == to ? bytes.writerIndex() : begin + format.sizeBytes(events.get(next));
            if (end - begin > MAX_BYTES || !send(bytes, begin, end)) {
                break;
            }
            begin = end;
            next++;
        }
        return sent(next - from, begin - bytes.readerIndex());
    }

    /**
     * Sends the bytes between the indices, if it is open. What is refused is refused again when it comes by the outbox, where
     * it is seen to.
     *
     * @return whether they have left
     */
    boolean send(ByteBuf bytes, int from, int to) {
        DatagramChannel by = channel;
        Socket its = socket;
        InetAddress address = there;
        if (by == null || its == null || address == null || isBurstOver() || !SocketWrites.mayWrite(by, bytes)) {
            return false;
        }
        try {
            if (SocketWrites.sendTo(its, bytes, from, to, address, port) == 0) {
                return false;
            }
        } catch (IOException refused) {
            return false;
        }
        countInBurst();
        return true;
    }
}
