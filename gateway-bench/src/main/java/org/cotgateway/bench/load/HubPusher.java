package org.cotgateway.bench.load;

import io.netty.channel.EventLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cotgateway.bench.TypicalEvent;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.CotEvent;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.hub.Publisher;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/**
 * What the {@code sendto()} loop is compared with: the gateway's hub with the devices for endpoints, in a process of its own.
 *
 * <pre>
 *   HubPusher DEVICES PORT
 * </pre>
 *
 * For each line on standard input, which says how often, it publishes so many events, each when the operating system has the
 * datagrams of the one before, and answers with the {@link OwnCost} of all of them. Each is an event of its own, of one
 * of 10,000 uids, that is made, encoded, checked, routed, kept and counted.
 */
final class HubPusher {

    private static final long TIMEOUT_MS = 30_000;
    private static final int UIDS = 10_000;
    private static final Duration STALE = Duration.ofSeconds(75);

    /** A JVM's compiler goes by how often something was called, and an event to hundreds is one call of what an event costs. */
    private static final int FIRST_EVENTS = 20_000;

    /** As few as get no more each in a tick than is sent at once. */
    private static final int FIRST_DEVICES = 100;

    /** How long datagrams that the operating system did not take at once are waited for before it is looked again. */
    private static final long LOOK_AGAIN_US = 50;

    private final BareHub bare = new BareHub((received, broken, from) -> {});
    private final EventLoop loop = bare.loop;
    private final Counters counters = bare.counters;
    private final Publisher publisher = new Publisher("bench", null, Set.of());
    private final CotEvent event = TypicalEvent.event();
    /** As long as the typical event's, so that its datagrams are. */
    private final String uidBegin;

    /** How many it sends to now. */
    private int devices;
    /** Of the loop alone. */
    private int published;

    private HubPusher() throws IOException {
        String digits = Integer.toString(UIDS);
        this.uidBegin = event.uid().substring(0, event.uid().length() - digits.length());
    }

    /** Sends to so many from now on. */
    private void sendTo(int count, int port) throws IOException {
        devices = count;
        bare.hub.apply(HubSettings.NONE.with(
                List.of(),
                DeviceSink.hosts(devices).stream()
                        .map(host -> HubSettings.EndpointReceiver.of(Endpoint.udp(host, port)))
                        .toList()));
    }

    /** Takes the arguments above; ends with its standard input. */
    public static void main(String[] args) throws IOException {
        HubPusher pusher = new HubPusher();
        pusher.compile();
        pusher.sendTo(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String times;
        while ((times = commands.readLine()) != null) {
            System.out.println(pusher.push(Integer.parseInt(times)));
        }
        System.exit(0);
    }

    /** Sends to where nobody reads, and the system drops what comes. */
    private void compile() throws IOException {
        try (DatagramSocket nobody = new DatagramSocket(0)) {
            sendTo(FIRST_DEVICES, nobody.getLocalPort());
            push(FIRST_EVENTS);
        }
    }

    private String push(int times) throws IOException {
        Rounds rounds = new Rounds(times);
        OwnCost cost = new OwnCost();
        loop.execute(rounds::next);
        rounds.await();
        return cost.line();
    }

    /** Publishes one event after the other. Of the loop, but awaited by the caller. */
    private final class Rounds {

        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final long sentBefore = counters.get(Counter.EVENTS_SENT);
        private final int times;
        private int begun;

        Rounds(int times) {
            this.times = times;
        }

        /** Between the task that published and this one was that of the fan-out, which sends. */
        void next() {
            if (counters.get(Counter.EVENTS_SENT) - sentBefore < (long) begun * devices) {
                loop.schedule(this::next, LOOK_AGAIN_US, TimeUnit.MICROSECONDS);
            } else if (begun == times) {
                ended.complete(null);
            } else {
                begun++;
                publish();
                // A timer, so that the loop looks after its sockets and other timers in between.
                loop.execute(() -> loop.schedule(this::next, 0, TimeUnit.NANOSECONDS));
            }
        }

        private void publish() {
            Instant now = Instant.now();
            EventImage image = bare.images.of(event.toBuilder()
                    .uid(uidBegin + (UIDS + published++ % UIDS))
                    .time(now)
                    .start(now)
                    .staleAfter(STALE)
                    .build());
            try {
                PublishOutcome outcome = bare.hub.publish(image, List.of(), publisher);
                if (outcome != PublishOutcome.ROUTED) {
                    ended.completeExceptionally(new IOException("an event was not routed: " + outcome));
                }
            } finally {
                image.release();
            }
        }

        void await() throws IOException {
            try {
                ended.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                throw new IOException("the gateway did not reach every device", failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }
}
