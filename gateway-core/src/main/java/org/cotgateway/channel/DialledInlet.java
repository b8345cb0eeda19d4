package org.cotgateway.channel;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where comes from what comes back on a stream that we dialled: from whoever is kept at its endpoint at that moment, which may
 * change while the stream goes on. Loop-only.
 */
final class DialledInlet implements Inlet {

    private final Sender sender;
    private final Inlet whileNobodyIsKept;

    DialledInlet(Sender sender, InetSocketAddress peer) {
        this.sender = sender;
        this.whileNobodyIsKept = Inlet.oneWay(peer);
    }

    private Inlet now() {
        Inlet kept = sender.inlet();
        return kept == null ? whileNobodyIsKept : kept;
    }

    @Override
    public InetSocketAddress address() {
        return now().address();
    }

    @Override
    public @Nullable Receiver receiver() {
        return now().receiver();
    }

    @Override
    public void brokeRules() {
        now().brokeRules();
    }

    @Override
    public void tooLargeForStreams() {
        now().tooLargeForStreams();
    }

    @Override
    public Object source() {
        return now().source();
    }

    @Override
    public String toString() {
        return now().toString();
    }
}
