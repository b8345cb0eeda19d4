package org.cotgateway.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotgateway.codec.WireProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Who was heard by datagrams, and so in which form endpoints with {@code proto=auto} are sent events. A peer reads TAK
 * Protocol v1 if it has said so or spoken so within the time for which peers may be silent. A group is sent TAK Protocol
 * while somebody there reads it and nobody was heard within that time who does not; a device while it reads it. All others
 * are sent XML, which everybody reads.
 *
 * <p>In a group peers are told apart by address and port, because several programs may share an address; devices by address
 * only, because what they are sent goes to another port than that which they send by. Of each only those heard last are
 * remembered; a group stays with XML for as long as it would have because of a peer that had to be forgotten.
 *
 * <p>Loop-only. Times are milliseconds of a clock that is never set back.
 *
 * <p>Source: ATAK 4.6 and 5.5, whose devices say what they read every 60 s at least and go back to XML after 120 s in
 * which they did not hear it.
 */
final class MeshPeers {

    private static final long NEVER_MS = Long.MIN_VALUE;

    private final long silenceMs;
    private final int maxPeers;
    /** As many as we listen to. */
    private final Map<InetSocketAddress, Peers<InetSocketAddress>> groups = new HashMap<>();

    private final Peers<InetAddress> devices = new Peers<>();

    /**
     * @param silenceMs for how long what a peer has shown is believed
     * @param maxPeers of each group, and devices
     */
    MeshPeers(long silenceMs, int maxPeers) {
        this.silenceMs = silenceMs;
        this.maxPeers = maxPeers;
    }

    /**
     * An event came as XML. That alone does not tell what its sender reads: in a mixed group everybody speaks XML.
     *
     * @param group address and port of the group that it was sent to; null for datagrams to us
     */
    void heardXml(@Nullable InetSocketAddress group, InetSocketAddress from, long nowMs) {
        devices.heard(from.getAddress(), nowMs);
        if (group != null) {
            peersOf(group).heard(from, nowMs);
        }
    }

    /**
     * A message came in TAK Protocol.
     *
     * @param group address and port of the group that it was sent to; null for datagrams to us
     * @param readsIt false if the sender says that it does not read our version
     */
    void heardTak(@Nullable InetSocketAddress group, InetSocketAddress from, boolean readsIt, long nowMs) {
        long readsUntilMs = readsIt ? nowMs + silenceMs : NEVER_MS;
        devices.heard(from.getAddress(), nowMs).readsUntilMs = readsUntilMs;
        if (group != null) {
            peersOf(group).heard(from, nowMs).readsUntilMs = readsUntilMs;
        }
    }

    /** In which form an event is sent to a group or a device. */
    WireProtocol protocolTo(InetSocketAddress to, long nowMs) {
        boolean tak;
        if (to.getAddress().isMulticastAddress()) {
            Peers<InetSocketAddress> group = groups.get(to);
            tak = group != null && group.allRead(nowMs);
        } else {
            tak = devices.reads(to.getAddress(), nowMs);
        }
        return tak ? WireProtocol.TAK_MESH : WireProtocol.XML;
    }

    private Peers<InetSocketAddress> peersOf(InetSocketAddress group) {
        return groups.computeIfAbsent(group, heard -> new Peers<>());
    }

    private static final class Peer {
        private long heardUntilMs;
        private long readsUntilMs = NEVER_MS;

        boolean reads(long nowMs) {
            return nowMs <= readsUntilMs;
        }
    }

    /** Those who were heard lately, by what tells them apart. */
    private final class Peers<K> {
        /** Who was heard longest ago comes first. */
        private final Map<K, Peer> peers = new LinkedHashMap<>();

        private long forgottenXmlUntilMs = NEVER_MS;

        Peer heard(K who, long nowMs) {
            Peer known = peers.remove(who);
            Peer peer = known == null ? new Peer() : known;
            peer.heardUntilMs = nowMs + silenceMs;
            if (peers.size() == maxPeers) {
                forgetFirst(nowMs);
            }
            peers.put(who, peer);
            return peer;
        }

        boolean reads(K who, long nowMs) {
            Peer peer = peers.get(who);
            return peer != null && peer.reads(nowMs);
        }

        /** Whether there is somebody, and nobody who does not read it. */
        boolean allRead(long nowMs) {
            forgetSilent(nowMs);
            return nowMs > forgottenXmlUntilMs
                    && !peers.isEmpty()
                    && peers.values().stream().allMatch(peer -> peer.reads(nowMs));
        }

        private void forgetFirst(long nowMs) {
            Iterator<Peer> first = peers.values().iterator();
            Peer forgotten = first.next();
            first.remove();
            if (!forgotten.reads(nowMs)) {
                forgottenXmlUntilMs = forgotten.heardUntilMs;
            }
        }

        private void forgetSilent(long nowMs) {
            Iterator<Peer> first = peers.values().iterator();
            while (first.hasNext() && nowMs > first.next().heardUntilMs) {
                first.remove();
            }
        }
    }
}
