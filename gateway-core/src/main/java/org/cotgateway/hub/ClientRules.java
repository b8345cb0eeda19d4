package org.cotgateway.hub;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.cotgateway.codec.Credentials;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;

/** What those who connect may publish and get. Immutable. */
final class ClientRules {

    /** What is known of a client; the credentials only once it has sent them. */
    record Peer(
            InetSocketAddress address,
            @Nullable String certificate,
            @Nullable Credentials credentials) {}

    private record Rule(
            HubSettings.ClientRule rule, @Nullable IpSubnetFilterRule network) {}

    static final int NO_RULE = -1;

    private final List<Rule> rules;

    ClientRules(List<HubSettings.ClientRule> rules) {
        this.rules = rules.stream()
                .map(rule -> new Rule(rule, filter(rule.match().network())))
                .toList();
    }

    /** What the first rule that matches says; null when none does. */
    @Nullable
    Membership membership(Peer peer) {
        int rule = ruleFor(peer);
        return rule == NO_RULE ? null : rules.get(rule).rule.membership();
    }

    /** Whether the first rule that matches says that it is another server. */
    boolean isServer(Peer peer) {
        int rule = ruleFor(peer);
        return rule != NO_RULE && rules.get(rule).rule.server();
    }

    /** Which rule is the first that matches, counted from 0; {@link #NO_RULE} when none does. */
    int ruleFor(Peer peer) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (isFromThere(rule, peer) && hasLogin(rule.rule.match(), peer.credentials)) {
                return i;
            }
        }
        return NO_RULE;
    }

    /** Whether rules name the user and none of them has this password. */
    boolean refuses(Credentials credentials) {
        boolean named = false;
        for (Rule rule : rules) {
            ClientMatch match = rule.rule.match();
            if (match.user() != null && match.user().equals(credentials.username())) {
                if (hasLogin(match, credentials)) {
                    return false;
                }
                named = true;
            }
        }
        return named;
    }

    /** Whether some rule is about a user. */
    boolean nameUsers() {
        return rules.stream().anyMatch(rule -> rule.rule.match().user() != null);
    }

    private static boolean isFromThere(Rule rule, Peer peer) {
        String certificate = rule.rule.match().certificate();
        return (certificate == null || certificate.equals(peer.certificate))
                && (rule.network == null || rule.network.matches(peer.address));
    }

    private static boolean hasLogin(ClientMatch match, @Nullable Credentials credentials) {
        if (match.user() == null || match.password() == null) {
            return true;
        }
        return credentials != null
                && match.user().equals(credentials.username())
                && isSame(match.password(), credentials.password());
    }

    /** Takes as long whatever the characters are, so that they cannot be guessed one by one. */
    private static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable IpSubnetFilterRule filter(ClientMatch.@Nullable Network network) {
        return network == null
                ? null
                : new IpSubnetFilterRule(network.address(), network.prefix(), IpFilterRuleType.ACCEPT);
    }
}
