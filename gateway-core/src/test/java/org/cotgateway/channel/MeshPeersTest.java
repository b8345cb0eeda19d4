package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.cotgateway.codec.WireProtocol;
import org.junit.jupiter.api.Test;

class MeshPeersTest {

    private static final long SILENCE_MS = 120_000;
    private static final int MAX_PEERS = 3;
    private static final InetSocketAddress GROUP = new InetSocketAddress("239.2.3.1", 6969);
    private static final InetSocketAddress ALPHA = new InetSocketAddress("10.0.0.1", 4001);
    private static final InetSocketAddress BRAVO = new InetSocketAddress("10.0.0.2", 4001);

    private final MeshPeers peers = new MeshPeers(SILENCE_MS, MAX_PEERS);

    @Test
    void aGroupInWhichNobodyWasHeardIsSentXml() {
        assertThat(toGroup(0)).isEqualTo(WireProtocol.XML);
    }

    @Test
    void aGroupIsSentTakProtocolForAsLongAsAPeerIsBelieved() {
        peers.heardTak(GROUP, ALPHA, true, 1_000);

        assertThat(toGroup(1_000)).isEqualTo(WireProtocol.TAK_MESH);
        assertThat(toGroup(1_000 + SILENCE_MS)).isEqualTo(WireProtocol.TAK_MESH);
        assertThat(toGroup(1_001 + SILENCE_MS)).isEqualTo(WireProtocol.XML);
    }

    @Test
    void onePeerOfXmlIsEnoughForXmlUntilItIsSilent() {
        peers.heardXml(GROUP, BRAVO, 0);
        peers.heardTak(GROUP, ALPHA, true, 1);
        assertThat(toGroup(1)).isEqualTo(WireProtocol.XML);
        assertThat(toGroup(SILENCE_MS)).isEqualTo(WireProtocol.XML);
        assertThat(toGroup(SILENCE_MS + 1)).isEqualTo(WireProtocol.TAK_MESH);
    }

    @Test
    void whoSaysThatItReadsTakProtocolMaySpeakXml() {
        peers.heardTak(GROUP, ALPHA, true, 0);
        peers.heardXml(GROUP, ALPHA, 100);
        assertThat(toGroup(100)).isEqualTo(WireProtocol.TAK_MESH);

        // It speaks on, but no longer says so.
        peers.heardXml(GROUP, ALPHA, SILENCE_MS);
        assertThat(toGroup(SILENCE_MS + 1)).isEqualTo(WireProtocol.XML);
    }

    @Test
    void aPeerOfAnotherVersionIsSentXml() {
        peers.heardTak(GROUP, ALPHA, true, 0);
        peers.heardTak(GROUP, BRAVO, false, 0);
        assertThat(toGroup(0)).isEqualTo(WireProtocol.XML);

        peers.heardTak(GROUP, BRAVO, true, 1);
        assertThat(toGroup(1)).isEqualTo(WireProtocol.TAK_MESH);
    }

    @Test
    void twoProgramsAtOneAddressAreTwoPeers() {
        peers.heardTak(GROUP, ALPHA, true, 0);
        peers.heardXml(GROUP, new InetSocketAddress(ALPHA.getAddress(), 4002), 0);
        assertThat(toGroup(0)).isEqualTo(WireProtocol.XML);
    }

    @Test
    void groupsOfOneAddressAndOtherPortsAreApart() {
        peers.heardTak(GROUP, ALPHA, true, 0);
        assertThat(peers.protocolTo(new InetSocketAddress(GROUP.getAddress(), 6970), 0))
                .isEqualTo(WireProtocol.XML);
    }

    @Test
    void aDeviceIsSentWhatItReadsWhateverOthersRead() {
        peers.heardTak(GROUP, ALPHA, true, 0);
        peers.heardXml(null, BRAVO, 0);
        assertThat(toDevice("10.0.0.1", 0)).isEqualTo(WireProtocol.TAK_MESH);
        assertThat(toDevice("10.0.0.2", 0)).isEqualTo(WireProtocol.XML);
        assertThat(toDevice("10.0.0.3", 0)).isEqualTo(WireProtocol.XML);
        assertThat(toDevice("10.0.0.1", SILENCE_MS + 1)).isEqualTo(WireProtocol.XML);
    }

    @Test
    void datagramsToUsSayNothingOfAGroup() {
        peers.heardTak(null, ALPHA, true, 0);
        assertThat(toGroup(0)).isEqualTo(WireProtocol.XML);
        assertThat(toDevice("10.0.0.1", 0)).isEqualTo(WireProtocol.TAK_MESH);
    }

    @Test
    void aPeerOfXmlThatHadToBeForgottenStillCounts() {
        peers.heardXml(GROUP, BRAVO, 0);
        for (int i = 0; i < 2 * MAX_PEERS; i++) {
            peers.heardTak(GROUP, new InetSocketAddress("10.0.1." + i, 4001), true, 10 + i);
        }
        assertThat(toGroup(SILENCE_MS)).isEqualTo(WireProtocol.XML);
        assertThat(toGroup(SILENCE_MS + 1)).isEqualTo(WireProtocol.TAK_MESH);
    }

    @Test
    void whoWasHeardLastIsNotForgotten() {
        peers.heardTak(null, ALPHA, true, 0);
        for (int i = 0; i < 10; i++) {
            peers.heardTak(null, new InetSocketAddress("10.0.1." + i, 4001), true, 1);
            peers.heardXml(null, ALPHA, 1);
        }
        assertThat(toDevice("10.0.0.1", 1)).isEqualTo(WireProtocol.TAK_MESH);
        assertThat(toDevice("10.0.1.1", 1)).isEqualTo(WireProtocol.XML);
        assertThat(toDevice("10.0.1.9", 1)).isEqualTo(WireProtocol.TAK_MESH);
    }

    private WireProtocol toGroup(long nowMs) {
        return peers.protocolTo(GROUP, nowMs);
    }

    private WireProtocol toDevice(String address, long nowMs) {
        return peers.protocolTo(new InetSocketAddress(address, 4242), nowMs);
    }
}
