package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.ListenerSettings;
import org.cotgateway.hub.HubSettings.DatagramInlet;
import org.cotgateway.hub.HubSettings.DirectInlet;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.route.Membership;
import org.cotgateway.tls.TlsSettings;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 8087);
    private static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.1", 8088);

    private static Difference<Listener> between(List<Listener> before, List<Listener> after) {
        return Difference.of(before, after, Listener::name, Listeners::keepsItsSocket);
    }

    private static StreamInlet stream(String name, InetSocketAddress address, Membership membership) {
        return new StreamInlet(name, address, ClientSettings.DEFAULT, null, membership);
    }

    @Test
    void whatIsTheSameGoesOnAndIsNotNamed() {
        Difference<Listener> none = between(
                List.of(stream("a", HERE, Membership.ANONYMOUS)), List.of(stream("a", HERE, Membership.ANONYMOUS)));

        assertThat(none.kept()).hasSize(1);
        assertThat(none.opened()).isEmpty();
        assertThat(none.closed()).isEmpty();
        assertThat(none.changed()).isEmpty();
    }

    @Test
    void otherGroupsKeepTheSocketAndAnotherAddressDoesNot() {
        Listener before = stream("a", HERE, Membership.ANONYMOUS);
        Listener grouped = stream("a", HERE, Membership.NOBODY);
        Listener moved = stream("a", THERE, Membership.ANONYMOUS);

        assertThat(between(List.of(before), List.of(grouped)).kept()).containsExactly(grouped);
        assertThat(between(List.of(before), List.of(grouped)).changed()).containsExactly("a");
        assertThat(between(List.of(before), List.of(moved)).closed()).containsExactly(before);
        assertThat(between(List.of(before), List.of(moved)).opened()).containsExactly(moved);
        assertThat(between(List.of(before), List.of(moved)).changed()).containsExactly("a");
    }

    @Test
    void anotherKindOrTlsOrGroupNeedsAnotherSocket() {
        Listener plain = stream("a", HERE, Membership.ANONYMOUS);
        Listener tls = new StreamInlet("a", HERE, ClientSettings.DEFAULT, TlsSettings.DEFAULT, Membership.ANONYMOUS);
        Listener direct = new DirectInlet("a", HERE, ListenerSettings.DEFAULT, Membership.ANONYMOUS);
        Listener udp = new DatagramInlet("a", HERE, null, null, Membership.ANONYMOUS);
        Listener multicast = new DatagramInlet("a", HERE, InetAddress.getLoopbackAddress(), "lo", Membership.ANONYMOUS);

        List<Listener> all = List.of(plain, tls, direct, udp, multicast);
        for (Listener before : all) {
            for (Listener after : all) {
                assertThat(Listeners.keepsItsSocket(before, after))
                        .as("%s to %s", before, after)
                        .isEqualTo(before == after);
            }
        }
    }

    @Test
    void namesThatComeAndGoAreNamed() {
        Difference<Listener> difference = between(
                List.of(stream("a", HERE, Membership.ANONYMOUS)), List.of(stream("b", HERE, Membership.ANONYMOUS)));

        assertThat(difference.added()).containsExactly("b");
        assertThat(difference.removed()).containsExactly("a");
        assertThat(difference.closed()).hasSize(1);
        assertThat(difference.opened()).hasSize(1);
    }
}
