package org.cotgateway.feed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feeds of a gateway. What opens and closes them blocks until ports are bound and free: for one thread at a time, never
 * the loop. What asks for them is for any thread, what uses them for the loop.
 */
public final class Feeds implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Feeds.class);

    private final GatewayLoop loop;
    private final FeedSink sink;
    private final FeedPause pause;
    private final Counters counters;
    private final InstantSource clock;
    /** By name, in the order of the settings; replaced as a whole. */
    private volatile Map<String, Feed> open = Map.of();

    private boolean closed;

    /** @param isFull whether so much waits in memory that nothing more should be read now; asked on the loop */
    public Feeds(GatewayLoop loop, FeedSink sink, BooleanSupplier isFull, Counters counters, InstantSource clock) {
        this.loop = loop;
        this.sink = sink;
        this.pause = new FeedPause(loop.loop(), isFull);
        this.counters = counters;
        this.clock = clock;
    }

    /** The feed of this name, or null. */
    public @Nullable Feed find(String name) {
        return open.get(name);
    }

    /** How all of them are doing, in the order of the settings. On the loop. */
    public List<FeedStatus> status() {
        assert loop.loop().inEventLoop();
        return open.values().stream().map(Feed::status).toList();
    }

    /** Where a feed's datagrams and connections come in, with the ports that they really are; empty if there is none. */
    public List<InetSocketAddress> addresses(String name) {
        Feed feed = open.get(name);
        return feed == null ? List.of() : feed.addresses();
    }

    /**
     * Goes over to other feeds without disturbing those that stay as they are. Blocks until every port is bound.
     *
     * @param wanted all that there are to be, in which nothing is wrong
     * @throws IOException naming every port that cannot be had; nothing has changed then
     */
    public synchronized FeedChange apply(List<FeedSettings> wanted) throws IOException {
        if (closed) {
            throw new IOException("the gateway is stopping");
        }
        Map<String, Feed> before = open;
        Map<String, Feed> after = new LinkedHashMap<>();
        List<Feed> ending = new ArrayList<>(before.values());
        wanted.forEach(settings -> {
            Feed same = before.get(settings.name());
            if (same != null && same.settings().equals(settings)) {
                ending.remove(same);
                after.put(settings.name(), same);
            }
        });
        openFresh(wanted, ending, after);
        List<String> changed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        ending.forEach(Feed::close);
        for (FeedSettings settings : wanted) {
            String name = settings.name();
            if (!after.containsKey(name)) {
                try {
                    after.put(name, open(settings, before.get(name)));
                } catch (IOException failure) {
                    log.warn("{}", failure.getMessage());
                    failed.add(String.valueOf(failure.getMessage()));
                    continue;
                }
            }
            if (!before.containsKey(name)) {
                added.add(name);
            } else if (before.get(name) != after.get(name)) {
                changed.add(name);
            }
        }
        Map<String, Feed> ordered = new LinkedHashMap<>();
        wanted.forEach(settings -> {
            Feed feed = after.get(settings.name());
            if (feed != null) {
                ordered.put(settings.name(), feed);
            }
        });
        open = ordered;
        loop.loop().execute(() -> ending.forEach(feed -> sink.ended(feed.settings())));
        List<String> removed = before.keySet().stream()
                .filter(name -> wanted.stream().noneMatch(feed -> feed.name().equals(name)))
                .toList();
        return new FeedChange(added, removed, changed, failed);
    }

    /** Opens what needs nothing that ends, all or nothing. */
    private void openFresh(List<FeedSettings> wanted, List<Feed> ending, Map<String, Feed> after) throws IOException {
        List<String> refused = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        for (FeedSettings settings : wanted) {
            boolean waits = after.containsKey(settings.name())
                    || ending.stream().anyMatch(feed -> isInTheWay(feed.settings(), settings));
            if (!waits) {
                try {
                    after.put(settings.name(), open(settings, null));
                    fresh.add(settings.name());
                } catch (IOException failure) {
                    refused.add(String.valueOf(failure.getMessage()));
                }
            }
        }
        if (!refused.isEmpty()) {
            for (String name : fresh) {
                Feed feed = after.remove(name);
                if (feed != null) {
                    feed.close();
                }
            }
            throw new IOException(String.join("; ", refused));
        }
    }

    private static boolean isInTheWay(FeedSettings ending, FeedSettings fresh) {
        return ending.name().equals(fresh.name())
                || isSamePort(ending.input().udp(), fresh.input().udp())
                || isSamePort(ending.input().tcp(), fresh.input().tcp());
    }

    private static boolean isSamePort(@Nullable InetSocketAddress one, @Nullable InetSocketAddress other) {
        return one != null && other != null && one.getPort() != 0 && one.getPort() == other.getPort();
    }

    private Feed open(FeedSettings settings, @Nullable Feed before) throws IOException {
        FeedTally tally = before == null ? new FeedTally() : before.reader().tally();
        FeedReader reader = new FeedReader(settings, sink, counters, clock, tally);
        Feed feed = Feed.open(settings, reader, loop, pause, counters);
        log.info("feed {} takes {}", settings.name(), settings.format());
        return feed;
    }

    /** Ends all of them. Blocks until their ports are free; not for the loop. */
    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Feed::close);
        open = Map.of();
    }
}
