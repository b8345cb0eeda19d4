package org.cotgateway.api.marti;

import java.util.List;

/**
 * What devices may ask as of a TAK Server.
 *
 * @param enabled whether there is anything below {@code /Marti}
 * @param devices who may upload packages, search and ask who is connected: IP addresses, or networks such as {@code
 *     10.1.0.0/16}; packages are given to whoever knows their hash
 */
public record MartiSettings(boolean enabled, List<String> devices) {

    /** Networks that no stranger comes from: this machine, private ones (RFC 1918, RFC 6598, RFC 4193), link-local ones. */
    private static final List<String> PRIVATE = List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "::1/128",
            "fc00::/7",
            "fe80::/10");

    public static final MartiSettings DEFAULT = new MartiSettings(true, PRIVATE);

    public MartiSettings {
        devices = List.copyOf(devices);
    }
}
