package org.cotgateway.bench.load;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Priority;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;

/**
 * The gateway: its loop and senders with their default settings. A round begins in the caller's thread, encodes the event
 * once and offers it for every device, and ends when the last device has taken it.
 */
final class GatewayPusher implements Pusher, AutoCloseable {

    private static final long ROUND_TIMEOUT_MS = 30_000;
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final GatewayLoop loop = GatewayLoop.start("gateway", SocketKind.best());
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "bench", InstantSource.system(), XmlLimits.DEFAULT);
    private final EndpointSenders senders = new EndpointSenders(
            loop, ChannelSettings.DEFAULT, TlsSettings.DEFAULT, new Counters(), images, (received, broken, from) -> {});
    private final List<Endpoint> endpoints;
    private final CotEvent event;

    GatewayPusher(List<Endpoint> endpoints, CotEvent event) {
        this.endpoints = endpoints;
        this.event = event;
    }

    @Override
    public RoundCost push() throws IOException {
        Round round = new Round(endpoints.size());
        long cpuNs = ProcessorTime.nowNs();
        long startNs = System.nanoTime();
        loop.loop().execute(() -> offerToAll(round));
        long endNs = round.awaitEndNs();
        return new RoundCost(endNs - startNs, ProcessorTime.nowNs() - cpuNs);
    }

    private void offerToAll(Round round) {
        EventImage image = images.of(event);
        long timeMs = System.currentTimeMillis();
        for (Endpoint endpoint : endpoints) {
            senders.offer(
                    endpoint,
                    new OutboundEvent(
                            event.uid(),
                            Priority.ROUTINE,
                            timeMs,
                            OutboundEvent.NEVER_MS,
                            timeMs + ROUND_TIMEOUT_MS,
                            image,
                            Edition.WHOLE,
                            round));
        }
        image.release();
    }

    @Override
    public void close() {
        loop.loop().submit(senders::close).awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        loop.close();
    }

    /** Counts the devices that took the event. Told on the loop, awaited by the caller. */
    private static final class Round implements SendObserver {

        private final CompletableFuture<Long> endNs = new CompletableFuture<>();
        private int missing;

        Round(int devices) {
            missing = devices;
        }

        @Override
        public void sent(long atMs) {
            missing--;
            if (missing == 0) {
                endNs.complete(System.nanoTime());
            }
        }

        @Override
        public void dropped(DropReason reason, String why) {
            endNs.completeExceptionally(new IOException(reason + ": " + why));
        }

        long awaitEndNs() throws IOException {
            try {
                return endNs.get(ROUND_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                throw new IOException("the gateway did not reach every device", failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }
}
