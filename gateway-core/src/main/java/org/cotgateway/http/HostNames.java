package org.cotgateway.http;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that operators know the server by. Immutable.
 *
 * <p>Whoever owns a name can have it lead to this server's address ({@code DNS rebinding}): then a browser takes his page and
 * the server for one site, and asks here whatever the page likes, but says the name. So names that are not known are
 * refused. IP addresses and the names below {@code localhost} (RFC 6761, 6.3) are nobody's; a request without any host is
 * no browser's.
 */
public final class HostNames {

    private static final String LOCALHOST = "localhost";
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,254}$)([A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}\\.?");

    private final Set<String> names;

    private HostNames(Set<String> names) {
        this.names = names;
    }

    /**
     * The names of these settings.
     *
     * @throws IllegalArgumentException naming all hosts that are none
     */
    static HostNames of(HttpSettings settings) {
        List<String> wrong =
                settings.hosts().stream().filter(host -> !isHost(host)).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("no host names or IP addresses: " + String.join(", ", wrong));
        }
        return new HostNames(Stream.concat(
                        settings.hosts().stream(), Stream.of(settings.address().getHostString()))
                .map(host -> RequestHost.of(host).name())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether this is a host name or an IP address, without brackets and port. */
    public static boolean isHost(String text) {
        return NAME.matcher(text).matches() || !text.startsWith("[") && NetUtil.isValidIpV6Address(text);
    }

    /** Whether a request that is meant for this host is meant for this server. */
    boolean contain(RequestHost host) {
        String name = host.name();
        return name.isEmpty()
                || host.isAddress()
                || name.equals(LOCALHOST)
                || name.endsWith("." + LOCALHOST)
                || names.contains(name);
    }
}
