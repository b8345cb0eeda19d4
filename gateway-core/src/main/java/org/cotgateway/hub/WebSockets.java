package org.cotgateway.hub;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.WebSocketClient;
import org.cotgateway.channel.WebSocketClients;
import org.cotgateway.channel.WebSocketSettings;
import org.cotgateway.channel.WebSocketTerms;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Membership;

/**
 * Lets in those who connect by WebSocket: from then on they are receivers and senders like all others. Loop-only, but for the
 * constructor.
 */
public final class WebSockets {

    private final Receivers receivers;
    private final Counters counters;
    private final WebSocketClients clients;
    private boolean stopping;

    WebSockets(EndpointSenders senders, WebSocketSettings settings, Receivers receivers, Counters counters) {
        this.receivers = receivers;
        this.counters = counters;
        this.clients = new WebSocketClients(senders, settings);
    }

    /** Whether one more may come; if not, that is counted. */
    public boolean admitsOneMore() {
        boolean admits = !stopping && clients.hasRoom();
        if (!admits) {
            counters.increment(Counter.WEBSOCKETS_REFUSED);
        }
        return admits;
    }

    /**
     * Takes in a connection that has been upgraded and from which nobody reads. It is shown who is there.
     *
     * @param address the client's
     * @param membership what it may publish and gets; valid
     */
    public void open(Channel channel, InetSocketAddress address, WebSocketTerms terms, Membership membership) {
        clients.open(channel, address, terms, new WebSocketClients.Observer() {
            @Override
            public void connected(WebSocketClient client) {
                receivers.admit(client, membership, true);
            }

            @Override
            public void left(WebSocketClient client, String why) {
                receivers.dismiss(client);
            }
        });
    }

    WebSocketClients clients() {
        return clients;
    }

    /** Takes nobody new. */
    void stop() {
        stopping = true;
    }
}
