package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.cotgateway.codec.Credentials;
import org.cotgateway.hub.ClientMatch.Network;
import org.cotgateway.hub.ClientRules.Peer;
import org.cotgateway.hub.HubSettings.ClientRule;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientRulesTest {

    private static final Membership BLUE = of("blue");
    private static final Membership RED = of("red");

    private static Membership of(String group) {
        return new Membership(Set.of(group), Set.of(group), Subscription.ALL);
    }

    private static Network network(String address, int prefix) throws UnknownHostException {
        return new Network(InetAddress.getByName(address), prefix);
    }

    private static Peer peer(String address, @Nullable String certificate, @Nullable Credentials credentials) {
        return new Peer(new InetSocketAddress(address, 40_000), certificate, credentials);
    }

    private static Credentials login(String user, String password) {
        return new Credentials(user, password, "");
    }

    @Test
    void theFirstRuleThatMatchesCounts() throws UnknownHostException {
        ClientRules rules = new ClientRules(List.of(
                new ClientRule(ClientMatch.from(network("10.1.2.0", 24)), BLUE),
                new ClientRule(ClientMatch.from(network("10.1.0.0", 16)), RED)));

        assertThat(rules.membership(peer("10.1.2.255", null, null))).isEqualTo(BLUE);
        assertThat(rules.membership(peer("10.1.3.0", null, null))).isEqualTo(RED);
        assertThat(rules.membership(peer("10.2.0.0", null, null))).isNull();
        assertThat(rules.membership(peer("::1", null, null))).isNull();
    }

    @Test
    void theFirstRuleThatMatchesSaysWhoIsAServer() throws UnknownHostException {
        ClientRules rules = new ClientRules(List.of(
                new ClientRule(ClientMatch.from(network("10.1.2.0", 24)), BLUE),
                new ClientRule(ClientMatch.from(network("10.1.0.0", 16)), true, RED)));

        assertThat(rules.isServer(peer("10.1.2.255", null, null))).isFalse();
        assertThat(rules.isServer(peer("10.1.3.0", null, null))).isTrue();
        assertThat(rules.isServer(peer("10.2.0.0", null, null))).isFalse();
    }

    @Test
    void networksOfIpv6AndSingleAddressesMatch() throws UnknownHostException {
        ClientRules rules = new ClientRules(List.of(
                new ClientRule(ClientMatch.from(network("fd00::", 8)), BLUE),
                new ClientRule(ClientMatch.from(network("192.0.2.7", 32)), RED)));

        assertThat(rules.membership(peer("fdab::1", null, null))).isEqualTo(BLUE);
        assertThat(rules.membership(peer("fe80::1", null, null))).isNull();
        assertThat(rules.membership(peer("192.0.2.7", null, null))).isEqualTo(RED);
        assertThat(rules.membership(peer("192.0.2.8", null, null))).isNull();
    }

    @Test
    void everythingThatAMatchGivesMustHold() throws UnknownHostException {
        ClientMatch both = new ClientMatch("anna", null, null, network("10.0.0.0", 8));
        ClientRules rules = new ClientRules(List.of(new ClientRule(both, BLUE)));

        assertThat(rules.membership(peer("10.0.0.1", "anna", null))).isEqualTo(BLUE);
        assertThat(rules.membership(peer("10.0.0.1", "ben", null))).isNull();
        assertThat(rules.membership(peer("10.0.0.1", null, null))).isNull();
        assertThat(rules.membership(peer("11.0.0.1", "anna", null))).isNull();
    }

    @Test
    void aRuleWithAUserMatchesOnlyWithItsPassword() {
        ClientRules rules = new ClientRules(List.of(new ClientRule(ClientMatch.user("anna", "secret"), BLUE)));

        assertThat(rules.membership(peer("10.0.0.1", null, null))).isNull();
        assertThat(rules.membership(peer("10.0.0.1", null, login("anna", "secret"))))
                .isEqualTo(BLUE);
        assertThat(rules.membership(peer("10.0.0.1", null, login("anna", "Secret"))))
                .isNull();
        assertThat(rules.refuses(login("anna", "secret"))).isFalse();
        assertThat(rules.refuses(login("anna", "secre"))).isTrue();
        assertThat(rules.refuses(login("ben", "secret")))
                .as("nobody says who ben is")
                .isFalse();
    }

    @Test
    void aUserWithTwoRulesIsRefusedOnlyIfNeitherPasswordFits() {
        ClientRules rules = new ClientRules(List.of(
                new ClientRule(ClientMatch.user("anna", "old"), BLUE),
                new ClientRule(ClientMatch.user("anna", "new"), RED)));

        assertThat(rules.refuses(login("anna", "new"))).isFalse();
        assertThat(rules.membership(peer("10.0.0.1", null, login("anna", "new"))))
                .isEqualTo(RED);
        assertThat(rules.refuses(login("anna", "other"))).isTrue();
    }

    @Test
    void noPasswordShows() {
        assertThat(new ClientRule(ClientMatch.user("anna", "hunter2"), BLUE).toString())
                .contains("anna")
                .doesNotContain("hunter2");
    }

    @Test
    void aMatchThatMeansNobodyOrHalfALoginIsRefused() {
        assertThatThrownBy(() -> new ClientMatch(null, null, null, null)).hasMessageContaining("must name");
        assertThatThrownBy(() -> new ClientMatch(null, "anna", null, null)).hasMessageContaining("belong together");
        assertThatThrownBy(() -> network("10.0.0.0", 33)).hasMessageContaining("between 0 and 32");
    }
}
