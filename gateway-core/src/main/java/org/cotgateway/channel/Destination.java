package org.cotgateway.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address behind an endpoint. An IP literal is its own; a host name is looked up before each attempt, and when it has
 * several addresses the next one is tried after a failure. Loop-only.
 */
final class Destination implements HostNames.Answer {

    /** Told how a lookup that could not be answered at once came out. */
    interface Owner {
        /** {@link #isReady} is true now. */
        void addressKnown();

        /** There is no such host. */
        void hostUnknown(String why);

        /** The lookup failed and may be tried again. */
        void lookupFailed(String why);
    }

    private final Endpoint endpoint;
    private final HostNames names;
    private final Owner owner;
    private final @Nullable InetSocketAddress literal;
    private List<InetAddress> addresses = List.of();
    private int turn;
    private boolean fresh;
    private boolean looking;
    private boolean answeredAtOnce;

    Destination(Endpoint endpoint, HostNames names, Owner owner) {
        this.endpoint = endpoint;
        this.names = names;
        this.owner = owner;
        InetAddress address = endpoint.address();
        this.literal = address == null ? null : new InetSocketAddress(address, endpoint.port());
    }

    /**
     * Whether there is an address for another attempt. If not, a lookup is under way and the owner will be told, unless
     * it was told already.
     */
    boolean isReady() {
        if (literal != null) {
            return true;
        }
        if (!fresh && !looking) {
            looking = true;
            answeredAtOnce = true;
            names.lookUp(endpoint.host(), this);
            answeredAtOnce = false;
        }
        return fresh;
    }

    /** The address for the next attempt; only when ready. A name will have to be looked up again after that. */
    InetSocketAddress take() {
        if (literal != null) {
            return literal;
        }
        fresh = false;
        return new InetSocketAddress(addresses.get(turn % addresses.size()), endpoint.port());
    }

    /** The last address did not do; the next attempt goes to another one if there is one. */
    void failed() {
        turn++;
    }

    @Override
    public void found(List<InetAddress> found) {
        looking = false;
        fresh = true;
        addresses = List.copyOf(found);
        if (!answeredAtOnce) {
            owner.addressKnown();
        }
    }

    @Override
    public void unknown(String why) {
        looking = false;
        owner.hostUnknown(why);
    }

    @Override
    public void failed(String why) {
        looking = false;
        owner.lookupFailed(why);
    }
}
