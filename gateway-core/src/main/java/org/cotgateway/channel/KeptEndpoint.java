package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;

/** An endpoint as a receiver that is there as long as the settings name it. Loop-only. */
final class KeptEndpoint implements Receiver, Inlet {

    private final Endpoint endpoint;
    private final EndpointSenders senders;
    private WireFormat format;

    KeptEndpoint(Endpoint endpoint, EndpointSenders senders, boolean marked) {
        this.endpoint = endpoint;
        this.senders = senders;
        Edition edition = marked && endpoint.transport().isStream() ? Edition.SERVER : Edition.PLAIN;
        this.format = WireFormat.xml(endpoint.framing(), edition);
    }

    @Override
    public WireFormat format() {
        WireProtocol protocol = senders.protocol(endpoint);
        if (protocol != format.protocol()) {
            format = WireFormat.of(protocol, endpoint.framing(), format.edition());
        }
        return format;
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        return senders.offer(endpoint, event);
    }

    @Override
    public boolean takesBatches() {
        return endpoint.transport() != Transport.TCP;
    }

    @Override
    public Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        return senders.writeNow(endpoint, bytes, format(), events, from, to);
    }

    @Override
    public void flush() {
        senders.flush(endpoint);
    }

    @Override
    public void dropped(DropReason reason, long events) {
        Sender sender = senders.find(endpoint);
        if (sender != null) {
            sender.tally().droppedBefore(reason, events);
        }
    }

    @Override
    public ReceiverStatus status() {
        return senders.status(endpoint);
    }

    @Override
    public void brokeRules() {
        Sender sender = senders.find(endpoint);
        if (sender != null) {
            sender.tally().invalid();
        }
    }

    @Override
    public void tooLargeForStreams() {
        Sender sender = senders.find(endpoint);
        if (sender != null) {
            sender.tally().tooLargeForStreams();
        }
    }

    /** Without the address that a host name stands for, which may change while the endpoint is kept. */
    @Override
    public InetSocketAddress address() {
        return endpoint.isLiteral()
                ? new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(endpoint.host()), endpoint.port())
                : InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port());
    }

    @Override
    public Receiver receiver() {
        return this;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
