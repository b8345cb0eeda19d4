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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which receivers are other servers, those that we dial and clients that are said to be one or turned out to be, and what has
 * come from several. Without flow tags nobody is. Loop-only, apart from the constructor.
 */
final class Servers {

    private static final Logger log = LoggerFactory.getLogger(Servers.class);

    private final EventLoop loop;
    private final boolean flowTags;
    private final Set<Receiver> servers = new HashSet<>();
    private final OtherWays otherWays = new OtherWays();

    /** @param flowTags as in {@link HubSettings} */
    Servers(EventLoop loop, boolean flowTags) {
        this.loop = loop;
        this.flowTags = flowTags;
    }

    /** One has come that may be a server. */
    void admitted(Receiver receiver) {
        if (receiver.format().edition() == Edition.SERVER) {
            servers.add(receiver);
        }
    }

    /** Takes a client for a server from now on. */
    void takeForServer(ClientStream client) {
        if (flowTags && servers.add(client)) {
            client.takeForServer();
            log.info("client {} is taken for another server", client);
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
        boolean mayHave = flowTags && (!servers.isEmpty() || !summary.flowTags().isEmpty());
        return mayHave && otherWays.hasCome(summary, from, ticksMs());
    }

    private long ticksMs() {
        return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
    }
}
