package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** Settings that change again and again while events flow. */
class ReloadIT {

    private static final long SEED = 20261122;
    private static final int UIDS = 20;
    private static final int EVENTS_OF_EACH = 150;
    /** How many of each may wait for a client, so that its outbox has room for all. */
    private static final int MOST_WAITING = 20;
    /** By which listener each has come. */
    private static final List<String> CLIENTS = List.of("steady", "changing", "changing", "changing");

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final Pattern EVENT = Pattern.compile("uid=\"(u-\\d+)\".*<n n=\"(\\d+)\"/>", Pattern.DOTALL);

    /** Whoever has one of these gets all that is published to the group one. */
    private static final List<Membership> MEMBERSHIPS = List.of(
            of(Set.of("one"), Subscription.ALL),
            of(Set.of("one", "two"), Subscription.ALL),
            of(Set.of("one", "three"), new Subscription(List.of("b"), null, Duration.ZERO, null)),
            of(Set.of("one"), new Subscription(List.of("b-t"), null, Duration.ofMillis(30), null)));

    private static Membership of(Set<String> groups, Subscription subscription) {
        return new Membership(Set.of("one"), groups, subscription);
    }

    @Test
    void whoeverStaysGetsEveryEventOnceAndInOrderWhateverRuleItComesUnder() throws Exception {
        Random random = new Random(SEED);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build(), settings(random, server, false))) {
            List<StreamPeer> clients = new ArrayList<>();
            List<CompletableFuture<List<String>>> reading = new ArrayList<>();
            AtomicIntegerArray taken = new AtomicIntegerArray(CLIENTS.size());
            try (StreamPeer publisher = connect(gateway, "steady")) {
                for (int i = 0; i < CLIENTS.size(); i++) {
                    int place = i;
                    StreamPeer client = connect(gateway, CLIENTS.get(i));
                    clients.add(client);
                    reading.add(CompletableFuture.supplyAsync(() -> read(client, place, taken), threads));
                }
                CompletableFuture<Void> publishing =
                        CompletableFuture.runAsync(() -> publish(publisher, taken), threads);
                int reloads = 0;
                while (!reading.stream().allMatch(CompletableFuture::isDone)) {
                    gateway.apply(settings(random, server, reloads++ % 2 == 0));
                }
                publishing.get(30, TimeUnit.SECONDS);
                assertThat(reloads).as("while events flow").isGreaterThan(1);
                publisher.send(StreamPeer.event("end", "b-t-f", ""));
                for (int i = 0; i < clients.size(); i++) {
                    assertThat(reading.get(i).get(30, TimeUnit.SECONDS))
                            .as("client %s, seed %s, %s reloads", i, SEED, reloads)
                            .isEmpty();
                    assertThat(clients.get(i).next()).as("nothing twice").contains("uid=\"end\"");
                }
            } finally {
                for (StreamPeer client : clients) {
                    client.close();
                }
                threads.shutdownNow();
            }
        }
    }

    private static HubSettings settings(Random random, ServerSocket server, boolean more) {
        Membership some = MEMBERSHIPS.get(random.nextInt(MEMBERSHIPS.size()));
        List<Listener> listeners = new ArrayList<>(List.of(
                new StreamInlet("steady", ANY, StreamInlet.open(ANY).clients(), null, MEMBERSHIPS.get(0)),
                new StreamInlet("changing", ANY, StreamInlet.open(ANY).clients(), null, some)));
        List<EndpointReceiver> endpoints = new ArrayList<>();
        if (more) {
            listeners.add(StreamInlet.open("passing", ANY));
            endpoints.add(
                    new EndpointReceiver("server", Endpoint.stcp("127.0.0.1", server.getLocalPort()), null, some));
        }
        return HubSettings.NONE.with(listeners, endpoints);
    }

    private static void publish(StreamPeer publisher, AtomicIntegerArray taken) {
        try {
            for (int n = 0; n < EVENTS_OF_EACH; n++) {
                int needed = UIDS * (n - MOST_WAITING);
                Await.until(() -> IntStream.range(0, CLIENTS.size()).allMatch(i -> taken.get(i) >= needed));
                for (int uid = 0; uid < UIDS; uid++) {
                    publisher.send(StreamPeer.event("u-" + uid, "b-t-f", "<n n=\"" + n + "\"/>"));
                }
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Reads as many events as there are; what was wrong with them. */
    private static List<String> read(StreamPeer client, int place, AtomicIntegerArray taken) {
        Map<String, Integer> next = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        try {
            for (int i = 0; i < UIDS * EVENTS_OF_EACH; i++) {
                String event = client.next();
                taken.incrementAndGet(place);
                Matcher found = EVENT.matcher(event);
                if (!found.find()) {
                    wrong.add("unexpected: " + event);
                    continue;
                }
                int expected = next.merge(found.group(1), 1, Integer::sum) - 1;
                int n = Integer.parseInt(found.group(2));
                if (n != expected) {
                    wrong.add(found.group(1) + ": " + n + " instead of " + expected);
                }
            }
        } catch (IOException broken) {
            wrong.add(broken.toString());
        }
        return wrong;
    }

    private static StreamPeer connect(CotGateway gateway, String listener) throws IOException {
        long before = gateway.counters().get(Counter.CLIENTS_CONNECTED);
        StreamPeer peer = new StreamPeer(gateway.listeners().stream()
                .filter(each -> each.name().equals(listener))
                .findFirst()
                .orElseThrow()
                .address());
        Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) > before);
        return peer;
    }
}
