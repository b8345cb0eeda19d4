package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.junit.jupiter.api.Test;

/** Clients on real sockets, connected by a whole gateway. */
class HubIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    private static CotGateway open(HubSettings hub) throws IOException {
        return CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build(), hub);
    }

    private static CotGateway open() throws IOException {
        return open(HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), List.of()));
    }

    private static void awaitClients(CotGateway gateway, int count) {
        Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == count);
    }

    @Test
    void anEventThatNeedsNoChangeReachesEveryOtherClientAsTheBytesThatCameIn() throws IOException {
        String event = StreamPeer.event("u-1", "a-f-G", "<x  a='1'/><remarks>näh &amp; \"so\"</remarks>");
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer three = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 3);
            one.send(event);
            assertThat(two.next()).isEqualTo(event);
            assertThat(three.next()).isEqualTo(event);
            // No echo: the next thing that the sender hears is somebody else's.
            two.send(StreamPeer.event("u-2", "a-f-G", ""));
            assertThat(one.next()).contains("u-2");
        }
    }

    @Test
    void ofEachClientItIsLoggedThatItBreaksRulesAndCountedForItAlone() throws IOException {
        try (LogCapture log = LogCapture.of(Relay.class);
                CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            String bad = StreamPeer.event("bad-1", "a-f-G", "").replace("48.2", "95");
            one.send(bad + bad);
            Await.until(() -> gateway.counters().get(Counter.RECEIVED_INVALID) == 2);
            two.send(bad.replace("bad-1", "bad-2"));
            Await.until(() -> gateway.counters().get(Counter.RECEIVED_INVALID) == 3);
            assertThat(log.lines())
                    .hasSize(2)
                    .anyMatch(line -> line.matches("event bad-1 from 127.0.0.1:\\d+ of listener stream breaks rules.*"))
                    .anyMatch(line -> line.startsWith("event bad-2 from 127.0.0.1:"));
            assertThat(gateway.status().toCompletableFuture().join().receivers())
                    .extracting(entry -> entry.status().traffic().bad().invalid())
                    .containsExactlyInAnyOrder(2L, 1L);
        }
    }

    @Test
    void anEventTooLargeForStreamsIsLoggedOnceWithItsSenderAndCountedThere() throws IOException {
        try (LogCapture log = LogCapture.of(Fanouts.class);
                CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer three = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 3);
            two.send(StreamPeer.self("dev-2", "TWO"));
            one.next("TWO");
            String remarks = "<remarks>" + "x".repeat(70_000) + "</remarks>";
            one.send(StreamPeer.event("large-1", "a-f-G", remarks)
                    + StreamPeer.event("large-2", "a-f-G", "<marti><dest uid=\"dev-2\"/></marti>" + remarks)
                    + StreamPeer.event("small", "a-f-G", ""));
            two.next("small");
            three.next("small");

            assertThat(gateway.counters().get(Counter.RECEIVED_TOO_LARGE_FOR_STREAMS))
                    .isEqualTo(2);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches(
                            "event large-\\d from .*127.0.0.1:\\d+.* is too large for streams with 70,?\\d{3} of at most"
                                    + " 65,?536 bytes: .* does not get it, nor do others in that form");
            assertThat(gateway.status().toCompletableFuture().join().receivers())
                    .extracting(entry -> entry.status().traffic().bad().tooLargeForStreams())
                    .containsExactly(2L, 0L, 0L);
        }
    }

    @Test
    void aNewcomerIsShownWhoIsThereAndToldWhenTheyLeave() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0))) {
            one.send(StreamPeer.self("dev-1", "ALPHA"));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_RECEIVED) == 1);
            try (StreamPeer late = new StreamPeer(gateway.streamAddresses().get(0))) {
                assertThat(late.next()).contains("uid=\"dev-1\"").contains("ALPHA");
                one.close();
                assertThat(late.next())
                        .contains("type=\"t-x-d-d\"")
                        .contains("uid=\"dev-1\"")
                        .contains("p-p");
            }
        }
    }

    @Test
    void whatAConnectionHadNotMadeUpItsMindAboutIsNotPassedOnWhenItIsOver() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 2);
            one.send("<event uid='x'><!-- " + StreamPeer.self("ghost", "GHOST"));
            one.close();
            Await.until(() -> gateway.counters().get(Counter.RECEIVED_TOO_LATE) == 1);
            try (StreamPeer late = new StreamPeer(gateway.streamAddresses().get(0))) {
                awaitClients(gateway, 3);
                late.send(StreamPeer.event("u-1", "a-f-G", ""));
                assertThat(two.next()).contains("u-1");
                two.send(StreamPeer.event("u-2", "a-f-G", ""));
                assertThat(late.next()).contains("u-2");
            }
        }
    }

    /** What a device says of itself bears its own time, from before that of the gateway's word that it has left. */
    @Test
    void whoeverIsBackBehindTheWordThatItHasLeftIsSeen() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer watching = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer back = new StreamPeer(gateway.streamAddresses().get(0))) {
            for (int turn = 0; turn < 20; turn++) {
                String uid = "dev-" + turn + "-";
                try (StreamPeer left = new StreamPeer(gateway.streamAddresses().get(0))) {
                    awaitClients(gateway, 3 + turn);
                    left.send(self(uid, "LEFT", Instant.now().minusSeconds(5)));
                    watching.next(uid);
                }
                watching.next("t-x-d-d");
                back.send(self(uid, "BACK", Instant.now().minusSeconds(1)));
                assertThat(watching.next()).contains(uid).contains("BACK");
            }
        }
    }

    private static String self(String uid, String callsign, Instant time) {
        String contact = "<contact callsign=\"" + callsign + "\" endpoint=\"*:-1:stcp\"/>";
        return StreamPeer.event(uid, "a-f-G-U-C", time, contact);
    }

    @Test
    void whoeverADeleteNamesIsNotShownToNewcomers() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 2);
            one.send(StreamPeer.self("dev-1", "ALPHA"));
            two.next("ALPHA");
            one.send(
                    StreamPeer.event("gone-1", "t-x-d-d", "<link uid=\"dev-1\" type=\"a-f-G-U-C\" relation=\"p-p\"/>"));
            two.next("gone-1");
            try (StreamPeer late = new StreamPeer(gateway.streamAddresses().get(0))) {
                awaitClients(gateway, 3);
                two.send(StreamPeer.event("u-2", "a-f-G", ""));
                assertThat(late.next()).contains("u-2");
            }
        }
    }

    @Test
    void aDestinationGetsItAloneAndWithoutTheServersElement() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer three = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 3);
            two.send(StreamPeer.self("dev-2", "BRAVO"));
            one.next("BRAVO");
            three.next("BRAVO");
            one.send(StreamPeer.event("u-1", "a-f-G", "<marti><dest callsign=\"BRAVO\"/></marti><k/>"));
            one.send(StreamPeer.event("u-2", "a-f-G", ""));
            assertThat(two.next("uid=\"u-1\"")).doesNotContain("marti").contains("<k/>");
            assertThat(three.next()).contains("uid=\"u-2\"");
        }
    }

    @Test
    void chatToNobodyComesBack() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0))) {
            one.send(StreamPeer.event("GeoChat.a.b.c", "b-t-f", "<marti><dest callsign=\"NOBODY\"/></marti>"));
            assertThat(one.next()).contains("type=\"b-t-f-s\"").contains("GeoChat.a.b.c");
            assertThat(gateway.counters().get(Counter.CHATS_RETURNED)).isOne();
        }
    }

    @Test
    void aPingIsAnsweredAndNotPassedOn() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 2);
            one.send(StreamPeer.event("one-ping", "t-x-c-t", ""));
            assertThat(one.next()).contains("t-x-c-t-r").contains("takPong");
            one.send(StreamPeer.event("u-1", "a-f-G", ""));
            assertThat(two.next()).contains("uid=\"u-1\"");
        }
    }

    @Test
    void oneBadEventCostsItselfOnly() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 2);
            one.send(StreamPeer.event("bad", "a-f-G", "").replace("lat=\"48.2\"", "lat=\"95\"")
                    + "garbage<event uid='cut'"
                    + StreamPeer.event("good", "a-f-G", ""));
            assertThat(two.next()).contains("uid=\"good\"");
            assertThat(gateway.counters().get(Counter.RECEIVED_INVALID)).isOne();
        }
    }

    @Test
    void whatIsDeletedArrivesAfterWhatWasMade() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 2);
            Instant now = Instant.now();
            one.send(StreamPeer.event("u-1", "a-f-G", now, "")
                    + StreamPeer.event(
                            "fresh",
                            "t-x-d-d",
                            now,
                            "<link uid=\"u-1\" relation=\"p-p\" type=\"a-f-G\"/><__forcedelete/>"));
            assertThat(two.next()).contains("uid=\"u-1\"").contains("a-f-G");
            assertThat(two.next()).contains("t-x-d-d");
        }
    }

    @Test
    void groupsHaveADirection() throws IOException {
        Membership speaker = new Membership(Set.of("blue"), Set.of(), Subscription.ALL);
        Membership listener = new Membership(Set.of(), Set.of("blue"), Subscription.ALL);
        HubSettings hub = HubSettings.NONE.with(
                List.of(
                        new HubSettings.StreamInlet("speakers", ANY, ClientSettings.DEFAULT, null, speaker),
                        new HubSettings.StreamInlet("listeners", ANY, ClientSettings.DEFAULT, null, listener),
                        HubSettings.StreamInlet.open(ANY)),
                List.of());
        try (CotGateway gateway = open(hub);
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(1));
                StreamPeer three = new StreamPeer(gateway.streamAddresses().get(2));
                StreamPeer four = new StreamPeer(gateway.streamAddresses().get(2))) {
            awaitClients(gateway, 4);
            two.send(StreamPeer.event("from-two", "a-f-G", ""));
            one.send(StreamPeer.event("from-one", "a-f-G", ""));
            assertThat(two.next()).contains("from-one");
            three.send(StreamPeer.event("from-three", "a-f-G", ""));
            assertThat(four.next()).contains("from-three");
        }
    }

    @Test
    void twoGatewaysInARingPassEachEventOnce() throws IOException {
        try (CotGateway first = open()) {
            Endpoint back =
                    Endpoint.stcp("127.0.0.1", first.streamAddresses().get(0).getPort());
            HubSettings second = HubSettings.NONE.with(
                    List.of(HubSettings.StreamInlet.open(ANY)), List.of(HubSettings.EndpointReceiver.of(back)));
            try (CotGateway gateway = open(second)) {
                // The ring: two streams between the same two gateways.
                HubSettings third = HubSettings.NONE.with(
                        List.of(HubSettings.StreamInlet.open(ANY)),
                        List.of(
                                HubSettings.EndpointReceiver.of(back),
                                HubSettings.EndpointReceiver.of(Endpoint.stcp(
                                        "127.0.0.1",
                                        gateway.streamAddresses().get(0).getPort()))));
                try (CotGateway closing = open(third);
                        StreamPeer one = new StreamPeer(first.streamAddresses().get(0));
                        StreamPeer two =
                                new StreamPeer(closing.streamAddresses().get(0))) {
                    awaitClients(first, 3);
                    awaitClients(gateway, 1);
                    awaitClients(closing, 1);
                    two.send(StreamPeer.event("round", "a-f-G", ""));
                    one.next("round");
                    Await.until(() -> first.counters().get(Counter.EVENTS_REPEATED)
                                    + gateway.counters().get(Counter.EVENTS_REPEATED)
                                    + closing.counters().get(Counter.EVENTS_REPEATED)
                            > 0);
                    assertThat(first.counters().get(Counter.EVENTS_ROUTED)).isOne();
                }
            }
        }
    }

    @Test
    void tenThousandUidsInABurstAllArrive() throws IOException {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            awaitClients(gateway, 2);
            StringBuilder burst = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                burst.append(StreamPeer.event("u-" + i, "a-f-G", ""));
            }
            one.send(burst.toString());
            Set<String> seen = new HashSet<>();
            while (seen.size() < 10_000) {
                String event = two.next();
                assertThat(seen.add(event.substring(event.indexOf("uid="), event.indexOf(" type"))))
                        .isTrue();
            }
        }
    }
}
