package org.cotgateway.bench.load;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.cotgateway.bench.TypicalEvent;
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
 * What the C programs that send to many devices are compared with: the gateway's loop and senders with their default
 * settings, in a process of their own.
 *
 * <pre>
 *   GatewayPusher tcp|udp DEVICES PORT
 * </pre>
 *
 * For each line on standard input, which says how often, it sends an event like the typical one to every device, as often one after
 * the other, each of another uid than the last, and answers with the {@link OwnCost} of all of them. A round begins on
 * the loop, encodes the event and offers it for every device, and ends when the last one has it, or the operating system
 * has the datagram.
 */
final class GatewayPusher implements AutoCloseable {

    private static final long ROUND_TIMEOUT_MS = 30_000;
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    /** Of one uid an endpoint gets no two events within 10 ms, since ATAK reorders them: it would be that wait that is measured. */
    private static final int UIDS = 50;

    private final GatewayLoop loop = GatewayLoop.start("cot-gateway", SocketKind.best());
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "bench", InstantSource.system(), XmlLimits.DEFAULT);
    private final Counters counters = new Counters();
    private final EndpointSenders senders = new EndpointSenders(
            loop, ChannelSettings.DEFAULT, TlsSettings.DEFAULT, counters, images, (received, broken, from) -> {});
    private final List<Endpoint> endpoints;
    private final CotEvent[] events = eventsOfSeveral();
    private int round;

    private GatewayPusher(List<Endpoint> endpoints) {
        this.endpoints = endpoints;
        loop.loop().execute(counters::ownedByThisThread);
    }

    /** Takes the arguments above; ends with its standard input. */
    public static void main(String[] args) throws IOException {
        boolean udp = args[0].equals("udp");
        List<Endpoint> endpoints = new ArrayList<>();
        for (String host : DeviceSink.hosts(Integer.parseInt(args[1]))) {
            int port = Integer.parseInt(args[2]);
            endpoints.add(udp ? Endpoint.udp(host, port) : Endpoint.tcp(host, port));
        }
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (GatewayPusher pusher = new GatewayPusher(endpoints)) {
            if (udp) {
                pusher.keepAll();
            }
            String times;
            while ((times = commands.readLine()) != null) {
                System.out.println(pusher.push(Integer.parseInt(times)));
            }
        }
    }

    /** As the hub keeps the endpoints that it sends to; a push does not. */
    private void keepAll() {
        loop.loop()
                .submit(() -> endpoints.forEach(endpoint -> senders.keep(endpoint, null, false)))
                .syncUninterruptibly();
    }

    /** The same but for the uid, which is as long. */
    private static CotEvent[] eventsOfSeveral() {
        CotEvent typical = TypicalEvent.event();
        String begin = typical.uid().substring(0, typical.uid().length() - 2);
        return IntStream.range(0, UIDS)
                .mapToObj(i -> typical.toBuilder().uid(begin + (10 + i)).build())
                .toArray(CotEvent[]::new);
    }

    private String push(int times) throws IOException {
        Rounds rounds = new Rounds(times);
        OwnCost cost = new OwnCost();
        loop.loop().execute(rounds::begin);
        rounds.await();
        return cost.line();
    }

    @Override
    public void close() {
        loop.loop().submit(senders::close).awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        loop.close();
    }

    /** Offers the event to all devices, and again when all have it. Of the loop, but awaited by the caller. */
    private final class Rounds implements SendObserver {

        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private int left;
        private int missing;

        Rounds(int times) {
            left = times;
        }

        void begin() {
            left--;
            missing = endpoints.size();
            CotEvent event = events[round++ % events.length];
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
                                this));
            }
            image.release();
        }

        @Override
        public void sent(long atMs) {
            missing--;
            if (missing == 0 && left > 0) {
                // A timer, so that the loop looks after its sockets and other timers in between.
                loop.loop().schedule(this::begin, 0, TimeUnit.NANOSECONDS);
            } else if (missing == 0) {
                ended.complete(null);
            }
        }

        @Override
        public void dropped(DropReason reason, String why) {
            ended.completeExceptionally(new IOException(reason + ": " + why));
        }

        void await() throws IOException {
            try {
                ended.get(ROUND_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                throw new IOException("the gateway did not reach every device", failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }
}
