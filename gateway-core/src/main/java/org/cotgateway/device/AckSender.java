package org.cotgateway.device;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvents;
import org.jspecify.annotations.Nullable;

/**
 * Sends a device's acknowledgements: each on a TCP connection of its own from the device's own address, ended by FIN, or
 * as a datagram to a contact that wants those. Tried once; what does not arrive is lost, as with ATAK. Loop-only.
 */
final class AckSender {

    private static final int CONNECT_TIMEOUT_MS = 20_000;
    private static final long LINGER_MS = 5_000;

    private final FleetResources fleet;
    private final InetSocketAddress ownAddress;
    private final Channel datagrams;

    /**
     * @param ownAddress where TCP connections come from, with port 0
     * @param datagrams the device's own UDP socket
     */
    AckSender(FleetResources fleet, InetSocketAddress ownAddress, Channel datagrams) {
        this.fleet = fleet;
        this.ownAddress = ownAddress;
        this.datagrams = datagrams;
    }

    /** Sends; then {@code whenDone} gets null, or why it could not. */
    void send(AckResponse ack, InetSocketAddress target, boolean byDatagram, Outcome whenDone) {
        assert fleet.loop().inEventLoop();
        if (byDatagram) {
            datagrams
                    .writeAndFlush(new DatagramPacket(encode(ack, datagrams.alloc()), target))
                    .addListener(sent -> whenDone.accept(reason(sent.cause())));
            return;
        }
        new Bootstrap()
                .group(fleet.loop())
                .channelFactory(fleet.sockets()::newSocket)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        fleet.channels().add(connection);
                    }
                })
                .connect(target, ownAddress)
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        deliver(connected.channel(), ack, whenDone);
                    } else {
                        whenDone.accept(reason(connected.cause()));
                    }
                });
    }

    /** Writes, says FIN, and leaves the close to the other side for a while: closing first might cut the message. */
    private void deliver(Channel connection, AckResponse ack, Outcome whenDone) {
        ChannelFuture written = connection.writeAndFlush(encode(ack, connection.alloc()));
        written.addListener(sent -> {
            if (sent.isSuccess()) {
                ((SocketChannel) connection).shutdownOutput();
                fleet.loop().schedule(() -> connection.close(), LINGER_MS, TimeUnit.MILLISECONDS);
            } else {
                connection.close();
            }
            whenDone.accept(reason(sent.cause()));
        });
    }

    static ByteBuf encode(AckResponse ack, ByteBufAllocator allocator) {
        ByteBuf message = allocator.buffer();
        CotXmlWriter.INSTANCE.write(CotEvents.fileTransferAck(ack).build(), message);
        return message;
    }

    private static @Nullable String reason(@Nullable Throwable cause) {
        return cause == null ? null : String.valueOf(cause.getMessage());
    }

    /** Is told how sending ended: null when well, else why not. */
    interface Outcome {
        void accept(@Nullable String failure);
    }
}
