package org.cotgateway.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/** A set of IP networks. Immutable. */
public final class Networks {

    private static final Pattern BITS = Pattern.compile("\\d{1,3}");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private final List<IpSubnetFilterRule> rules;

    private Networks(List<IpSubnetFilterRule> rules) {
        this.rules = rules;
    }

    /**
     * The networks of these texts, addresses such as {@code 10.0.0.7} or networks such as {@code 10.1.0.0/16} and {@code
     * fd00::/8}.
     *
     * @throws IllegalArgumentException naming all that are none
     */
    public static Networks of(List<String> texts) {
        List<String> wrong = texts.stream().filter(text -> !isNetwork(text)).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("no IP addresses or networks: " + String.join(", ", wrong));
        }
        return new Networks(texts.stream().map(Networks::rule).toList());
    }

    /** Whether this is an IP address, or a network such as {@code 10.1.0.0/16}. */
    public static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!NetUtil.isValidIpV4Address(address) && !NetUtil.isValidIpV6Address(address)) {
            return false;
        }
        String bits = slash < 0 ? "0" : text.substring(slash + 1);
        return BITS.matcher(bits).matches() && Integer.parseInt(bits) <= longest(address);
    }

    /** Whether the address is in one of them. */
    public boolean contain(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        for (IpSubnetFilterRule rule : rules) {
            if (rule.matches(socket)) {
                return true;
            }
        }
        return false;
    }

    private static IpSubnetFilterRule rule(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int bits = slash < 0 ? longest(address) : Integer.parseInt(text.substring(slash + 1));
        return new IpSubnetFilterRule(
                NetUtil.createInetAddressFromIpAddressString(address), bits, IpFilterRuleType.ACCEPT);
    }

    private static int longest(String address) {
        return address.indexOf(':') < 0 ? IPV4_BITS : IPV6_BITS;
    }
}
