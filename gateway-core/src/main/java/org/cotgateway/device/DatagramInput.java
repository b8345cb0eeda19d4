package org.cotgateway.device;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message in each datagram. One per socket; on its event loop. */
final class DatagramInput extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final Logger log = LoggerFactory.getLogger(DatagramInput.class);

    private final MessageIntake intake;
    private final Input input;

    DatagramInput(MessageIntake intake, Input input) {
        this.intake = intake;
        this.input = input;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        intake.judge(input, packet.sender(), packet.content());
    }

    /** An ICMP answer to an acknowledgement shows up here as an I/O error; the socket goes on. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.warn("datagram input failed", cause);
        }
    }
}
