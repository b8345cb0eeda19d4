package org.cotgateway.feed;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * By which ways a feed's data comes; several may be given. Immutable.
 *
 * @param http whether it is taken at {@code POST /api/v1/feeds/{name}}
 * @param udp where datagrams are taken, each with one or more whole lines or one document; null for nowhere
 * @param tcp where connections are taken that bring lines, or each a document; null for nowhere
 * @param maxConnections of those, at the same time; more are closed at once
 * @param idleTimeout a connection that brings nothing for so long is closed
 * @param file a file that is followed as it grows, or is read anew whenever it changes if the format is one of documents;
 *     null for none
 * @param fromStart whether what is in the file already counts, too; of lines
 * @param pollInterval how often the file is looked at
 */
public record FeedInputSettings(
        boolean http,
        @Nullable InetSocketAddress udp,
        @Nullable InetSocketAddress tcp,
        int maxConnections,
        Duration idleTimeout,
        @Nullable Path file,
        boolean fromStart,
        Duration pollInterval) {

    /** By HTTP alone. */
    public static final FeedInputSettings DEFAULT =
            new FeedInputSettings(true, null, null, 64, Duration.ofMinutes(5), null, false, Duration.ofSeconds(1));
}
