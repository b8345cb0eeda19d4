package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/** The short way to a stream's receiver: events that lie next to each other are one write. Loop-only. */
final class StreamPath extends SocketPath {

    private final Socket socket;
    private final StreamOutput output;

    StreamPath(Socket socket, StreamOutput output) {
        this.socket = socket;
        this.output = output;
    }

    @Override
    public @Nullable WireFormat clearFor() {
        // A channel closes its socket before it says so, and the number may be another's by now.
        return socket.isOpen() ? super.clearFor() : null;
    }

    @Override
    public Written write(ByteBuf bytes, List<EventImage> events, int from, int to) {
        int size = bytes.readableBytes();
        int taken = bytes.isDirect() ? SocketWrites.write(socket, bytes) : 0;
        if (taken == size) {
            return sent(to - from, size);
        }
        WireFormat format = super.clearFor();
        block();
        return taken == 0 || format == null ? Written.NOT : output.keepRest(bytes, taken, format, events, from, to);
    }
}
