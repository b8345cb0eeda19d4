package org.cotgateway.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.channel.ClientObserver;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.codec.Credentials;
import org.cotgateway.event.Violation;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever connects to one listener: decides what they may publish and get. Loop-only, apart from the constructor. */
final class Clients implements ClientObserver {

    private static final Logger log = LoggerFactory.getLogger(Clients.class);

    private final Receivers receivers;
    /** With what is known of them. */
    private final Map<ClientStream, ClientRules.Peer> clients = new LinkedHashMap<>();

    private Membership own;
    private ClientRules rules;

    /** @param own of those whom no rule matches */
    Clients(Receivers receivers, Membership own, ClientRules rules) {
        this.receivers = receivers;
        this.own = own;
        this.rules = rules;
    }

    @Override
    public void connected(ClientStream client) {
        ClientRules.Peer peer = new ClientRules.Peer(client.address(), client.certificateName(), null);
        clients.put(client, peer);
        // First, so that what it is shown of those who are there is marked.
        nameServer(client, peer);
        receivers.admit(client, membership(peer), true);
    }

    @Override
    public boolean authenticated(ClientStream client, Credentials credentials) {
        ClientRules.Peer before = clients.get(client);
        if (before == null || rules.refuses(credentials)) {
            // Its connection says so, and that it is closed.
            return false;
        }
        ClientRules.Peer peer = new ClientRules.Peer(before.address(), before.certificate(), credentials);
        clients.put(client, peer);
        Membership matched = rules.membership(peer);
        if (matched == null && rules.nameUsers()) {
            log.info("client {}: {}", client, Violation.of("user", credentials.username(), "matches no rule"));
        }
        nameServer(client, peer);
        receivers.change(client, matched == null ? own : matched, true);
        return true;
    }

    @Override
    public void left(ClientStream client, String why) {
        clients.remove(client);
        receivers.dismiss(client);
    }

    /** Decides again for everybody who is connected; who would not be let in any more is closed. */
    void change(Membership otherOwn, ClientRules otherRules) {
        own = otherOwn;
        rules = otherRules;
        List<ClientStream> refused = new ArrayList<>();
        clients.forEach((client, peer) -> {
            if (peer.credentials() != null && rules.refuses(peer.credentials())) {
                refused.add(client);
            } else {
                nameServer(client, peer);
                receivers.change(client, membership(peer), true);
            }
        });
        refused.forEach(client -> client.close("its password holds no longer"));
    }

    /** Who it is, as far as that is known. */
    HubStatus.Login login(ClientStream client) {
        ClientRules.Peer peer = clients.get(client);
        if (peer == null) {
            return HubStatus.Login.NONE;
        }
        int rule = rules.ruleFor(peer);
        Credentials said = peer.credentials();
        return new HubStatus.Login(
                peer.certificate(), said == null ? null : said.username(), rule == ClientRules.NO_RULE ? null : rule);
    }

    /** Once it is taken for a server, it stays one. */
    private void nameServer(ClientStream client, ClientRules.Peer peer) {
        if (rules.isServer(peer)) {
            receivers.takeForServer(client);
        }
    }

    private Membership membership(ClientRules.Peer peer) {
        @Nullable Membership matched = rules.membership(peer);
        return matched == null ? own : matched;
    }
}
