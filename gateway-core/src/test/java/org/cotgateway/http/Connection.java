package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.metrics.Counters;

/** The real pipeline of a connection on an embedded channel, whose clock stands still until it is moved. */
public final class Connection implements AutoCloseable {

    private final EmbeddedChannel channel;

    Connection(
            HttpSettings settings,
            PackageStore store,
            FetchLedger ledger,
            FetchObserver observer,
            Counters counters,
            Executor workers) {
        this(settings, counters, routes -> {
            new PackageRoutes(settings, store, ledger, observer, counters, workers).add(routes);
            StatusRoutes.add(routes, new FixedStatus(), new OperatorsOnly(settings, counters));
        });
    }

    public Connection(HttpSettings settings, Counters counters, Consumer<Router.Builder> resources) {
        Router.Builder routes = Router.builder();
        resources.accept(routes);
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline()
                .addLast(new ConnectionInitializer(
                        settings,
                        routes.build(),
                        new DefaultChannelGroup(GlobalEventExecutor.INSTANCE),
                        new HttpDate(InstantSource.system()),
                        counters));
        channel.pipeline().fireChannelActive();
    }

    /** Sends this and gives everything that comes back. */
    public String send(String text) throws IOException {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        return received();
    }

    /** Sends a GET in HTTP/1.1 with these further header lines. */
    public String get(String path, String... headers) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: gateway\r\n"
                + String.join(
                        "", Arrays.stream(headers).map(line -> line + "\r\n").toList()) + "\r\n");
    }

    /** Lets time pass and gives what comes meanwhile. */
    public String after(Duration time) throws IOException {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        return received();
    }

    /** What came since the last look. */
    public String received() throws IOException {
        channel.runPendingTasks();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object message = channel.readOutbound(); message != null; message = channel.readOutbound()) {
            if (message instanceof ByteBuf buffer) {
                buffer.readBytes(bytes, buffer.readableBytes());
            } else if (message instanceof FileRegion region) {
                region.transferTo(Channels.newChannel(bytes), 0);
            }
            ReferenceCountUtil.release(message);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
