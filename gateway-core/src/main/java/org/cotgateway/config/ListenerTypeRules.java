package org.cotgateway.config;

import io.netty.util.NetUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a listener must and may have by its type. One file, one thread. */
final class ListenerTypeRules {

    private final Problems problems;

    ListenerTypeRules(Problems problems) {
        this.problems = problems;
    }

    void check(ListenerConfig listener, String path) {
        checkMulticast(listener, path);
        checkTls(listener, path);
        checkOfOtherTypes(listener, path);
    }

    private void checkMulticast(ListenerConfig listener, String path) {
        String group = listener.group();
        if (listener.type() == ListenerType.MULTICAST) {
            if (group == null) {
                problems.addLater(path + ".group", null, "is missing; it must be a multicast group such as 239.2.3.1");
            } else if (!isMulticast(group)) {
                problems.addLater(path + ".group", group, "must be a multicast group such as 239.2.3.1");
            }
        } else {
            onlyFor("multicast", group, path + ".group");
            onlyFor("multicast", listener.networkInterface(), path + ".networkInterface");
        }
    }

    private void checkTls(ListenerConfig listener, String path) {
        TlsConfig tls = listener.tls();
        if (listener.type() != ListenerType.TLS) {
            onlyFor("tls", tls == null ? null : "", path + ".tls");
        } else if (tls == null || tls.identity() == null) {
            problems.addLater(
                    path + ".tls.identity", null, "is missing; a tls listener needs a certificate and its key");
        }
        if (tls != null && !tls.verifyHost()) {
            problems.addLater(
                    path + ".tls.verifyHost", "false", "is only for endpoints, which are dialled by their host");
        }
    }

    /** What means nothing for this type. Defaults may stand there, as {@link ConfigWriter} writes them. */
    private void checkOfOtherTypes(ListenerConfig listener, String path) {
        ListenerConfig usual = ListenerConfig.TEMPLATE;
        ListenerType type = listener.type();
        boolean streams = type == ListenerType.TCP || type == ListenerType.TLS;
        if (!streams) {
            onlyFor("tcp or tls", other(listener.framing(), usual.framing()), path + ".framing");
            onlyFor("tcp or tls", other(listener.proto(), usual.proto()), path + ".proto");
        }
        if (type != ListenerType.TLS) {
            onlyFor("tls", other(listener.maxHandshakes(), usual.maxHandshakes()), path + ".maxHandshakes");
        }
        if (!streams && type != ListenerType.DIRECT) {
            String types = "tcp, tls or direct";
            onlyFor(types, other(listener.maxConnections(), usual.maxConnections()), path + ".maxConnections");
            onlyFor(types, listener.idleTimeout().equals(usual.idleTimeout()) ? null : "", path + ".idleTimeout");
        }
    }

    private static @Nullable String other(Object value, Object usual) {
        return value.equals(usual) ? null : value.toString().toLowerCase(Locale.ROOT);
    }

    private void onlyFor(String type, @Nullable String value, String path) {
        if (value != null) {
            problems.addLater(path, value.isEmpty() ? null : value, "is only for listeners of the type " + type);
        }
    }

    private static boolean isMulticast(String address) {
        return isAddress(address)
                && NetUtil.createInetAddressFromIpAddressString(address).isMulticastAddress();
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }
}
