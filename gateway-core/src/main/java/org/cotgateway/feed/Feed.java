package org.cotgateway.feed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.jspecify.annotations.Nullable;

/** A feed that is open. Opened and closed off the loop; the rest is loop-only. */
public final class Feed {

    private final FeedSettings settings;
    private final FeedReader reader;
    private final FeedPause pause;
    private final List<FeedInput> inputs = new ArrayList<>();

    private Feed(FeedSettings settings, FeedReader reader, FeedPause pause) {
        this.settings = settings;
        this.reader = reader;
        this.pause = pause;
    }

    /** @throws IOException naming every port that cannot be had; nothing is left open */
    static Feed open(FeedSettings settings, FeedReader reader, GatewayLoop loop, FeedPause pause, Counters counters)
            throws IOException {
        Feed feed = new Feed(settings, reader, pause);
        FeedInputSettings ways = settings.input();
        List<String> refused = new ArrayList<>();
        InetSocketAddress udp = ways.udp();
        if (udp != null) {
            feed.take(() -> UdpInput.open(loop, udp, reader, pause, counters), refused);
        }
        InetSocketAddress tcp = ways.tcp();
        if (tcp != null) {
            feed.take(() -> TcpInput.open(loop, tcp, ways, reader, pause, counters), refused);
        }
        if (!refused.isEmpty()) {
            feed.close();
            throw new IOException("feed " + settings.name() + ": " + String.join("; ", refused));
        }
        Path file = ways.file();
        if (file != null) {
            feed.inputs.add(FollowedFile.open(settings, file, loop.loop(), pause, reader));
        }
        return feed;
    }

    private interface Opening {
        FeedInput open() throws IOException;
    }

    private void take(Opening opening, List<String> refused) {
        try {
            inputs.add(opening.open());
        } catch (IOException failure) {
            refused.add(String.valueOf(failure.getMessage()));
        }
    }

    /** What it was opened with. On any thread. */
    public FeedSettings settings() {
        return settings;
    }

    /** When data that comes by HTTP is not to be read. */
    public FeedPause pause() {
        return pause;
    }

    /** Begins a document that comes by HTTP, from there. */
    public FeedIntake begin(FeedObserver observer, InetAddress client) {
        return reader.open(observer, client);
    }

    /** How it is doing. */
    public FeedStatus status() {
        List<String> sources = new ArrayList<>();
        if (settings.input().http()) {
            sources.add("http");
        }
        inputs.forEach(input -> sources.add(input.source()));
        return new FeedStatus(
                settings.name(),
                settings.format(),
                sources,
                inputs.stream().mapToInt(FeedInput::connections).sum(),
                reader.counts(),
                inputs.stream()
                        .map(FeedInput::trouble)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(pause.isOn() ? "is not read: too much waits in memory" : null));
    }

    FeedReader reader() {
        return reader;
    }

    /** Where its datagrams and connections come in, with the ports that they really are. On any thread. */
    List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (FeedInput input : inputs) {
            if (input instanceof UdpInput udp) {
                addresses.add(udp.address());
            } else if (input instanceof TcpInput tcp) {
                addresses.add(tcp.address());
            }
        }
        return addresses;
    }

    /** Blocks until its ports are free; not for the loop. */
    void close() {
        inputs.forEach(FeedInput::close);
        inputs.clear();
    }

    static String text(@Nullable InetSocketAddress address) {
        if (address == null) {
            return "closed";
        }
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
