package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** Peers as nobody would wish for them, at whole gateways: clocks that are wrong, two of one uid, three in a ring. */
class OddPeersIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final Duration TEN_YEARS = Duration.ofDays(3_650);
    private static final int RED = 0;
    private static final int BLUE = 1;
    private static final int RED_AND_BLUE = 2;

    private static CotGateway open(Endpoint... servers) throws IOException {
        HubSettings hub = HubSettings.NONE.with(
                List.of(HubSettings.StreamInlet.open(ANY)),
                Arrays.stream(servers).map(HubSettings.EndpointReceiver::of).toList());
        return CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build(), hub);
    }

    /** One with listeners for {@link #RED}, {@link #BLUE} and {@link #RED_AND_BLUE}. */
    private static CotGateway openRedAndBlue() throws IOException {
        List<HubSettings.Listener> listeners = List.of(
                inlet("red", Set.of("red"), Set.of("red")),
                inlet("blue", Set.of("blue"), Set.of("blue")),
                inlet("both", Set.of("red", "blue"), Set.of()));
        return CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").build(), HubSettings.NONE.with(listeners, List.of()));
    }

    private static HubSettings.StreamInlet inlet(String name, Set<String> in, Set<String> out) {
        HubSettings.StreamInlet open = HubSettings.StreamInlet.open(ANY);
        return new HubSettings.StreamInlet(name, ANY, open.clients(), null, new Membership(in, out, Subscription.ALL));
    }

    private static StreamPeer join(CotGateway gateway) throws Exception {
        return join(gateway, 0);
    }

    private static StreamPeer join(CotGateway gateway, int listener) throws Exception {
        long before = gateway.counters().get(Counter.CLIENTS_CONNECTED);
        StreamPeer peer = new StreamPeer(gateway.streamAddresses().get(listener));
        awaitCount(gateway, Counter.CLIENTS_CONNECTED, before + 1);
        return peer;
    }

    private static Endpoint at(CotGateway gateway) {
        return Endpoint.stcp("127.0.0.1", gateway.streamAddresses().get(0).getPort());
    }

    private static void awaitCount(CotGateway gateway, Counter counter, long count) throws Exception {
        Await.until(() -> gateway.counters().get(counter), now -> now >= count);
    }

    @Test
    void aClockTenYearsOffDoesNotSilenceADevice() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer one = join(gateway);
                StreamPeer two = join(gateway)) {
            Instant now = Instant.now();
            for (Instant time : List.of(now.plus(TEN_YEARS), now, now.plus(TEN_YEARS), now.plusSeconds(1))) {
                one.send(StreamPeer.event("device", "a-f-G", time, "<contact callsign='D' endpoint='*:-1:stcp'/>"));
                assertThat(two.next("device")).contains(time.toString().substring(0, 19));
            }
            try (StreamPeer late = join(gateway)) {
                assertThat(late.next("device"))
                        .contains(now.plusSeconds(1).toString().substring(0, 19));
            }
        }
    }

    @Test
    void aContactIsThereAsLongAsOneOfItsTwoClients() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer first = join(gateway);
                StreamPeer other = join(gateway)) {
            StreamPeer second = join(gateway);
            first.send(StreamPeer.self("twin", "TWIN"));
            other.next("TWIN");
            second.send(StreamPeer.self("twin", "TWIN"));
            other.next("TWIN");

            other.send(StreamPeer.event("to-both", "a-f-G", "<marti><dest uid='twin'/></marti>"));
            first.next("to-both");
            second.next("to-both");

            second.close();
            awaitCount(gateway, Counter.CLIENTS_LEFT, 1);
            other.send(StreamPeer.event("to-one", "a-f-G", "<marti><dest callsign='TWIN'/></marti>"));
            first.next("to-one");
            try (StreamPeer late = join(gateway)) {
                assertThat(late.next()).contains("TWIN");
            }
            first.send(StreamPeer.event("still", "a-f-G", ""));
            // Nobody was told that the twin had left.
            assertThat(other.next()).contains("still");
            first.close();
            assertThat(other.next()).contains("t-x-d-d").contains("twin");
        }
    }

    @Test
    void eventsOfTwoClientsWithOneUidAllGoToTheOthersAndTheOperatorIsToldOnce() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer first = join(gateway);
                StreamPeer second = join(gateway);
                StreamPeer other = join(gateway)) {
            for (int i = 0; i < 3; i++) {
                first.send(StreamPeer.self("twin", "FIRST-" + i));
                assertThat(other.next()).contains("FIRST-" + i);
                assertThat(second.next()).contains("FIRST-" + i);
                second.send(StreamPeer.self("twin", "SECOND-" + i));
                assertThat(other.next()).contains("SECOND-" + i);
                assertThat(first.next()).contains("SECOND-" + i);
            }

            assertThat(gateway.counters().get(Counter.CONTACTS_SHARED)).isOne();
            HubStatus status = gateway.status().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(status.contacts()).isOne();
            assertThat(status.receivers())
                    .extracting(HubStatus.ReceiverEntry::contacts)
                    .containsExactly(
                            List.of(new KnownContact("twin", "FIRST-2")),
                            List.of(new KnownContact("twin", "SECOND-2")),
                            List.of());
        }
    }

    @Test
    void onlyWhomTheOtherTwinDoesNotPublishToIsToldThatOneHasLeft() throws Exception {
        try (CotGateway gateway = openRedAndBlue();
                StreamPeer ofRed = join(gateway, RED);
                StreamPeer ofBlue = join(gateway, BLUE);
                StreamPeer twinOfRed = join(gateway, RED);
                StreamPeer twinOfBoth = join(gateway, RED_AND_BLUE)) {
            twinOfRed.send(StreamPeer.self("twin", "TWIN"));
            ofRed.next("TWIN");
            twinOfBoth.send(StreamPeer.self("twin", "TWIN"));
            ofRed.next("TWIN");
            ofBlue.next("TWIN");

            twinOfBoth.close();

            assertThat(ofBlue.next()).contains("t-x-d-d").contains("twin");
            try (StreamPeer late = join(gateway, RED)) {
                assertThat(late.next()).contains("TWIN");
            }
            try (StreamPeer late = join(gateway, BLUE)) {
                twinOfRed.send(StreamPeer.event("still", "a-f-G", ""));
                assertThat(ofRed.next()).contains("still");
                ofBlue.send(StreamPeer.event("blue", "a-f-G", ""));
                assertThat(late.next()).contains("blue");
            }
            twinOfRed.close();
            assertThat(ofRed.next()).contains("t-x-d-d").contains("twin");
        }
    }

    @Test
    void whomTheTwinThatStaysDoesNotPublishToIsToldThoughThatOneSpokeLast() throws Exception {
        try (CotGateway gateway = openRedAndBlue();
                StreamPeer ofRed = join(gateway, RED);
                StreamPeer ofBlue = join(gateway, BLUE);
                StreamPeer twinOfRed = join(gateway, RED);
                StreamPeer twinOfBoth = join(gateway, RED_AND_BLUE)) {
            twinOfBoth.send(StreamPeer.self("twin", "TWIN"));
            ofRed.next("TWIN");
            ofBlue.next("TWIN");
            twinOfRed.send(StreamPeer.self("twin", "TWIN"));
            ofRed.next("TWIN");

            twinOfBoth.close();

            assertThat(ofBlue.next()).contains("t-x-d-d").contains("twin");
            twinOfRed.send(StreamPeer.event("still", "a-f-G", ""));
            assertThat(ofRed.next()).contains("still");
            twinOfRed.close();
            assertThat(ofRed.next()).contains("t-x-d-d").contains("twin");
        }
    }

    @Test
    void aClientThatGoesOnAsAnotherContactIsReachedAsBothAndLeavesAsBoth() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer changes = join(gateway);
                StreamPeer other = join(gateway)) {
            changes.send(StreamPeer.self("before", "OLD"));
            other.next("OLD");
            changes.send(StreamPeer.self("after", "NEW"));
            other.next("NEW");
            for (String dest : List.of("uid='before'", "uid='after'", "callsign='NEW'")) {
                other.send(StreamPeer.event("to " + dest.charAt(0), "a-f-G", "<marti><dest " + dest + "/></marti>"));
                assertThat(changes.next()).contains("to " + dest.charAt(0));
            }
            try (StreamPeer late = join(gateway)) {
                assertThat(late.next() + late.next()).contains("OLD").contains("NEW");
            }
            assertThat(gateway.counters().get(Counter.CONTACTS_SHARED)).isZero();
            changes.close();
            String left = other.next() + other.next();
            assertThat(left).contains("t-x-d-d").contains("\"before\"").contains("\"after\"");
        }
    }

    @Test
    void aDeviceTenYearsBehindIsHeardAtOnceCountedAndNotShownToNewcomers() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer one = join(gateway);
                StreamPeer two = join(gateway)) {
            Instant now = Instant.now();
            for (Instant time :
                    List.of(now.minus(TEN_YEARS), now.minus(TEN_YEARS).plusSeconds(5))) {
                one.send(StreamPeer.event("device", "a-f-G", time, "<contact callsign='D' endpoint='*:-1:stcp'/>"));
                assertThat(two.next("device")).contains(time.toString().substring(0, 19));
            }
            assertThat(gateway.counters().get(Counter.RECEIVED_STALE)).isEqualTo(2);
            two.send(StreamPeer.event("to-it", "a-f-G", "<marti><dest callsign='D'/></marti>"));
            assertThat(one.next()).as("it is reached all the same").contains("to-it");
            try (StreamPeer late = join(gateway)) {
                one.send(StreamPeer.event("device", "a-f-G", now.plus(TEN_YEARS), ""));
                assertThat(late.next()).contains(now.plus(TEN_YEARS).toString().substring(0, 19));
            }
            assertThat(gateway.counters().get(Counter.RECEIVED_AHEAD)).isOne();
            assertThat(gateway.counters().get(Counter.RECEIVED_STALE)).isEqualTo(2);
        }
    }

    @Test
    void timesThatAtakDoesNotReadBreakRulesAndCostTheirEventOnly() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer one = join(gateway);
                StreamPeer two = join(gateway)) {
            for (String stale : List.of("2106-02-07T06:28:16Z", "2200-01-01T00:00:00.000Z", "9999-12-31T23:59:59Z")) {
                one.send(StreamPeer.event("never", "a-f-G", "")
                        .replaceFirst("stale=\"[^\"]*\"", "stale=\"" + stale + "\""));
            }
            one.send(StreamPeer.event("never", "a-f-G", Instant.ofEpochMilli(-1_000), ""));
            String last = "2106-02-07T06:28:15.999Z";
            one.send(StreamPeer.event("last", "a-f-G", "").replaceFirst("stale=\"[^\"]*\"", "stale=\"" + last + "\""));

            assertThat(two.next()).contains("\"last\"").contains(last);
            assertThat(gateway.counters().get(Counter.RECEIVED_INVALID)).isEqualTo(4);
        }
    }

    @Test
    void whatIsForOneAloneFollowsWhatWentToAllAGapLater() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer one = join(gateway);
                StreamPeer two = join(gateway)) {
            two.send(StreamPeer.self("dev-2", "BRAVO"));
            one.next("BRAVO");
            one.send(StreamPeer.event("u-1", "a-f-G", "")
                    + StreamPeer.event(
                            "fresh",
                            "t-x-d-d",
                            "<link uid='u-1' relation='p-p' type='a-f-G'/><__forcedelete/>"
                                    + "<marti><dest callsign='BRAVO'/></marti>"));
            assertThat(two.next()).contains("u-1").contains("a-f-G");
            assertThat(two.hasRead()).as("what came in the same piece").isFalse();
            assertThat(two.next()).contains("t-x-d-d");
        }
    }

    @Test
    void inATriangleOfGatewaysEveryClientHearsEachEventOnce() throws Exception {
        try (CotGateway first = open();
                CotGateway second = open(at(first));
                CotGateway third = open(at(first), at(second))) {
            awaitCount(first, Counter.CLIENTS_CONNECTED, 2);
            awaitCount(second, Counter.CLIENTS_CONNECTED, 1);
            try (StreamPeer one = join(first);
                    StreamPeer two = join(second);
                    StreamPeer three = join(third)) {
                List<StreamPeer> peers = List.of(one, two, three);
                // Who dials is taken for a server when something of another server comes from it.
                three.send(StreamPeer.event("hello-3", "a-f-G", ""));
                one.next("hello-3");
                two.next("hello-3");
                two.send(StreamPeer.event("hello-2", "a-f-G", ""));
                one.next("hello-2");
                three.next("hello-2");
                for (StreamPeer peer : peers) {
                    StringBuilder events = new StringBuilder();
                    for (int i = 0; i < 200; i++) {
                        events.append(StreamPeer.event("n-" + peers.indexOf(peer) + "-" + i, "a-f-G", ""));
                    }
                    peer.send(events.toString());
                }
                awaitRepeated(first, second, third);
                for (StreamPeer peer : peers) {
                    peer.send(StreamPeer.event("end-" + peers.indexOf(peer), "a-f-G", ""));
                }
                for (StreamPeer peer : peers) {
                    Map<String, Integer> heard = new LinkedHashMap<>();
                    for (int ends = 0; ends < 2; ) {
                        String event = peer.next();
                        String uid = event.substring(event.indexOf("uid=\"") + 5, event.indexOf("\" type"));
                        heard.merge(uid, 1, Integer::sum);
                        ends += uid.startsWith("end") ? 1 : 0;
                    }
                    assertThat(heard.values()).as("%s", heard).containsOnly(1);
                    assertThat(heard.keySet())
                            .filteredOn(uid -> uid.startsWith("n-"))
                            .hasSize(400);
                }
            }
        }
    }

    @Test
    void twoGatewaysThatDialEachOtherGiveNothingBackAndNothingTwice() throws Exception {
        try (CotGateway first = open();
                CotGateway second = open(at(first));
                StreamPeer one = join(first);
                StreamPeer other = join(first);
                StreamPeer two = join(second)) {
            first.apply(HubSettings.NONE.with(
                    List.of(HubSettings.StreamInlet.open(ANY)), List.of(HubSettings.EndpointReceiver.of(at(second)))));
            awaitCount(second, Counter.CLIENTS_CONNECTED, 2);
            for (int i = 0; i < 50; i++) {
                one.send(StreamPeer.event("u-" + i, "a-f-G", ""));
                assertThat(other.next()).contains("\"u-" + i + "\"");
                assertThat(two.next()).contains("\"u-" + i + "\"");
            }
            two.send(StreamPeer.event("end", "a-f-G", ""));
            assertThat(one.next()).contains("end");
            assertThat(other.next()).contains("end");
        }
    }

    /** Each of 600 events goes by two ways to one of the gateways, or to both and back: all of those have come. */
    private static void awaitRepeated(CotGateway... gateways) throws Exception {
        Await.until(
                () -> Arrays.stream(gateways)
                        .mapToLong(gateway -> gateway.counters().get(Counter.EVENTS_REPEATED)
                                + gateway.counters().get(Counter.EVENTS_LOOPED))
                        .sum(),
                sum -> sum >= 600);
    }
}
