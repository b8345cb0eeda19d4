package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one connection of a stream is written and read: as XML or TAK Protocol, as its {@link TakNegotiation} has it; and
 * what we say on the stream ourselves. Loop-only.
 */
final class StreamDialect implements OutputForm {

    private static final Logger log = LoggerFactory.getLogger(StreamDialect.class);

    private static final ByteBuf NEWLINE =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(1).writeByte('\n').asReadOnly());
    private static final ByteBuf NUL =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(1).writeByte(0).asReadOnly());

    private static final int MESSAGE_BYTES = 512;

    private final TakNegotiation negotiation;
    private final Framing framing;
    private final LoopContext context;

    StreamDialect(TakNegotiation.Role role, ProtocolChoice choice, Framing framing, LoopContext context) {
        this.negotiation =
                new TakNegotiation(role, choice, context.settings.stream().answerTimeout());
        this.framing = framing;
        this.context = context;
    }

    @Override
    public WireProtocol protocol() {
        return negotiation.writesTak() ? WireProtocol.TAK_STREAM : WireProtocol.xml(framing);
    }

    boolean readsTak() {
        return negotiation.readsTak();
    }

    @Override
    public boolean isHeldBack() {
        return negotiation.isHeldBack();
    }

    /** Whether the peer has let us wait for too long, so that the connection is to be closed. */
    boolean isOverdue(long nowMs) {
        return negotiation.isOverdue(nowMs);
    }

    /** What follows each event now, or null. Nothing follows what has us hold back, or switch. */
    @Override
    public @Nullable ByteBuf delimiter() {
        if (negotiation.writesTak() || negotiation.isHeldBack()) {
            return null;
        }
        return switch (framing) {
            case NONE -> null;
            case NEWLINE -> NEWLINE.duplicate();
            case NULL -> NUL.duplicate();
        };
    }

    /** The connection stands; nothing has been written yet. */
    void opened(Channel channel) {
        CotEvent offer = negotiation.opened(context.ticksMs());
        if (offer != null) {
            say(offer, channel);
        }
    }

    /** The first byte that came is that of a frame. */
    void beganWithFrame(Channel channel) {
        boolean wrote = negotiation.writesTak();
        negotiation.beginsWithFrame();
        if (wrote != negotiation.writesTak()) {
            switched(channel);
        }
    }

    /** Takes what the peer says about the form of the stream, and answers it. */
    void negotiated(CotEvent message, Channel channel) {
        TakNegotiation.Reply reply = negotiation.received(message, context.ticksMs());
        if (!reply.taken()) {
            context.counters.increment(Counter.NEGOTIATIONS_IGNORED);
            log.debug(
                    "{} from {} is ignored: it makes no sense now",
                    message.type(),
                    AddressText.of(channel.remoteAddress()));
            return;
        }
        if (reply.message() != null) {
            say(reply.message(), channel);
        }
        if (negotiation.writesTak()) {
            switched(channel);
        }
    }

    /** Answers a ping, unless nothing may be written. */
    void pong(Channel channel) {
        if (negotiation.isHeldBack()) {
            return;
        }
        CotEvent pong = PingEvents.pong();
        if (negotiation.writesTak()) {
            ByteBuf frame = channel.alloc().directBuffer(MESSAGE_BYTES);
            TakWriter.INSTANCE.writeStreamFrame(pong, frame);
            channel.writeAndFlush(frame, channel.voidPromise());
        } else {
            say(pong, channel);
        }
    }

    /** Says it in XML. */
    private void say(CotEvent message, Channel channel) {
        ByteBuf xml = channel.alloc().directBuffer(MESSAGE_BYTES);
        CotXmlWriter.INSTANCE.write(message, xml);
        ByteBuf delimiter = delimiter();
        if (delimiter != null) {
            xml.writeBytes(delimiter);
        }
        channel.writeAndFlush(xml, channel.voidPromise());
    }

    private void switched(Channel channel) {
        context.counters.increment(Counter.STREAMS_SWITCHED);
        log.info("the stream with {} goes on in TAK Protocol", AddressText.of(channel.remoteAddress()));
    }
}
