package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.Edition;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * Which receivers are other servers, those that we dial and clients that turned out to be one, and what has come from
 * several. Loop-only, apart from the constructor.
 */
final class Servers {

    private final EventLoop loop;
    private final Set<Receiver> servers = new HashSet<>();
    private final OtherWays otherWays = new OtherWays();

    Servers(EventLoop loop) {
        this.loop = loop;
    }

    /** One has come that may be a server. */
    void admitted(Receiver receiver) {
        if (receiver.format().edition() == Edition.SERVER) {
            servers.add(receiver);
        }
    }

    /** Takes a client for a server from now on. */
    void isServer(ClientStream client) {
        if (servers.add(client)) {
            client.isServer();
        }
    }

    /** One has left that may have been a server. */
    void dismissed(Receiver receiver) {
        if (servers.remove(receiver)) {
            otherWays.left(receiver, ticksMs());
        }
    }

    /**
     * Whether an event has come by another way before. While a server is there that may be so of every event: one that does
     * not know us yet for a server passes on, and gives back, events without tags.
     */
    boolean cameByAnotherWay(EventSummary summary, @Nullable Receiver from) {
        boolean mayHave = !servers.isEmpty() || !summary.flowTags().isEmpty();
        return mayHave && otherWays.hasCome(summary, from, ticksMs());
    }

    private long ticksMs() {
        return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
    }
}
