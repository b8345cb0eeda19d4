package org.cotgateway.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the server listens and what it takes.
 *
 * @param address where to listen; port 0 picks a free one
 * @param maxConnections more are closed at once; on epoll one that says nothing counts, and is closed, after a second
 * @param maxRequestLineBytes a longer request line is answered with 414
 * @param maxHeaderBytes all header fields together; more is answered with 431
 * @param maxBodyBytes a body that a request has without need, which is thrown away; more is answered with 413
 * @param maxUnpackedBytes a packed body that unpacks to more is answered with 413
 * @param requestTimeout for a whole request, from its first byte on (or from when the connection was accepted)
 * @param idleTimeout for a connection that waits for its next request
 * @param stallTimeout for a client that takes no byte of its answer, or sends none of a body that is taken; ATAK itself
 *     gives up after 120 s
 * @param stallBytes so many bytes of a body that is taken, or a whole event or row, must come within {@link #stallTimeout};
 *     else it is answered with 408. 1 is any byte
 * @param cacheBytes memory for the packages that are served from memory, at most a quarter of the JVM's memory outside of the heap
 * @param maxCachedPackageBytes larger packages are read from their files while they are downloaded, with 64 KiB of memory
 *     for each download
 * @param operators who may ask for {@code /metrics} and all of {@code /api}: IP addresses, or networks such as {@code
 *     10.1.0.0/16}
 * @param hosts by which host names they may ask for it, beside {@code localhost}, IP addresses, {@link #address} and what
 *     devices are told; a request that names another is answered with 421, for it may come from a page whose name leads here
 */
public record HttpSettings(
        InetSocketAddress address,
        int maxConnections,
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxBodyBytes,
        long maxUnpackedBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        int stallBytes,
        long cacheBytes,
        int maxCachedPackageBytes,
        List<String> operators,
        List<String> hosts) {

    private static final List<String> THIS_MACHINE = List.of("127.0.0.0/8", "::1/128");

    public HttpSettings {
        operators = List.copyOf(operators);
        hosts = List.copyOf(hosts);
    }

    /** The defaults, listening here. */
    public static HttpSettings on(InetSocketAddress address) {
        return new HttpSettings(
                address,
                4096,
                8 * 1024,
                16 * 1024,
                64 * 1024,
                1L << 30,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                64 * 1024,
                128L << 20,
                16 << 20,
                THIS_MACHINE,
                List.of());
    }

    /** These settings, listening there. */
    public HttpSettings at(InetSocketAddress other) {
        return with(other, operators, hosts);
    }

    /** These settings, with other operators. */
    public HttpSettings operatedFrom(List<String> networks) {
        return with(address, networks, hosts);
    }

    /** These settings, with one more name for operators to ask by. */
    public HttpSettings alsoAskedAs(String host) {
        List<String> more = new ArrayList<>(hosts);
        more.add(host);
        return with(address, operators, more);
    }

    private HttpSettings with(InetSocketAddress otherAddress, List<String> otherOperators, List<String> otherHosts) {
        return new HttpSettings(
                otherAddress,
                maxConnections,
                maxRequestLineBytes,
                maxHeaderBytes,
                maxBodyBytes,
                maxUnpackedBytes,
                requestTimeout,
                idleTimeout,
                stallTimeout,
                stallBytes,
                cacheBytes,
                maxCachedPackageBytes,
                otherOperators,
                otherHosts);
    }
}
