package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.jspecify.annotations.Nullable;

/** An endpoint as a receiver that is there as long as the settings name it. Loop-only. */
final class KeptEndpoint implements Receiver, Inlet {

    private final Endpoint endpoint;
    private final EndpointSenders senders;
    private final boolean batches;
    private WireFormat format;
    /** Looked for again when it is closed: there may be another. */
    private @Nullable Sender known;

    KeptEndpoint(Endpoint endpoint, EndpointSenders senders, boolean marked) {
        this.endpoint = endpoint;
        this.senders = senders;
        this.batches = endpoint.transport() != Transport.TCP;
        Edition edition = marked && endpoint.transport().isStream() ? Edition.SERVER : Edition.PLAIN;
        this.format = WireFormat.xml(endpoint.framing(), edition);
    }

    @Override
    public WireFormat format() {
        Sender sender = sender();
        WireProtocol protocol = sender == null ? endpoint.protocolAtFirst() : sender.protocol();
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
        return batches;
    }

    @Override
    public Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        Sender sender = sender();
        return sender == null ? Written.NOT : sender.writeNow(bytes, format(), events, from, to);
    }

    @Override
    public @Nullable SocketPath path() {
        Sender sender = sender();
        return sender == null ? null : sender.path();
    }

    @Override
    public void flush() {
        Sender sender = sender();
        if (sender != null) {
            sender.flush();
        }
    }

    @Override
    public void rest(long gapMs) {
        Sender sender = sender();
        if (sender != null && endpoint.transport().isStream()) {
            sender.rest(gapMs);
        }
    }

    @Override
    public void dropped(DropReason reason, long events) {
        Sender sender = sender();
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
        Sender sender = sender();
        if (sender != null) {
            sender.tally().invalid();
        }
    }

    @Override
    public void tooLargeForStreams() {
        Sender sender = sender();
        if (sender != null) {
            sender.tally().tooLargeForStreams();
        }
    }

    /** Whoever sends to it; null if it is kept no longer. */
    private @Nullable Sender sender() {
        Sender sender = known;
        if (sender == null || sender.closed) {
            sender = senders.find(endpoint);
            known = sender;
        }
        return sender;
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
