package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.device.ReceivedEvent;
import org.cotgateway.device.SimulatedDevice;
import org.cotgateway.event.Chat;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Emergency;
import org.cotgateway.event.Link;
import org.cotgateway.event.Remarks;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.junit.jupiter.api.Test;

/** {@code cotgw chat}, {@code alert} and {@code delete} against simulated devices. */
class MessageCommandsIT {

    private static final String NOWHERE = "127.0.0.1:9:tcp";

    @Test
    void aMessageReachesEveryDeviceThatIsNamedBeforeIt() throws Exception {
        try (Team team = new Team("127.52.0.1", 2)) {
            Run run =
                    Run.cotgw("chat", "--to", team.endpoint(0), team.endpoint(1), "Come in: over", "--callsign", "HQ");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).contains("2/2");
            for (CotEvent event : team.events(2)) {
                assertThat(event.type()).isEqualTo("b-t-f");
                assertThat(event.detail().element(Chat.NAME, Chat::from)).get().satisfies(chat -> {
                    assertThat(chat.chatroom()).isEqualTo(Chat.EVERYBODY);
                    assertThat(chat.senderCallsign()).isEqualTo("HQ");
                });
                assertThat(event.detail().element(Remarks.NAME, Remarks::from))
                        .get()
                        .extracting(Remarks::text)
                        .isEqualTo("Come in: over");
            }
        }
    }

    @Test
    void aMessageToOneDeviceNamesIt() throws Exception {
        try (Team team = new Team("127.52.1.1", 1)) {
            Run run = Run.cotgw("chat", "--to-uid", "ANDROID-42", "--to", team.endpoint(0), "Come in", "--json");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.json().get("sent").asInt()).isOne();
            assertThat(team.events(1).get(0).detail().element(Chat.NAME, Chat::from))
                    .get()
                    .extracting(Chat::id)
                    .isEqualTo("ANDROID-42");
        }
    }

    @Test
    void anAlertIsEndedByTheCommandThatRaisedItWithAnotherType() throws Exception {
        try (Team team = new Team("127.52.2.1", 1)) {
            List<CotEvent> seen = new ArrayList<>();
            for (String type : List.of("911", "ring", "contact", "cancel")) {
                Run run = Run.cotgw(
                        "alert",
                        "--type",
                        type,
                        "--to",
                        team.endpoint(0),
                        "--callsign",
                        "Anna",
                        "--lat=48",
                        "--lon=16");
                assertThat(run.exit()).as(run.err()).isZero();
                seen.addAll(team.events(1));
            }

            assertThat(seen)
                    .extracting(CotEvent::type)
                    .containsExactly("b-a-o-tbl", "b-a-o-pan", "b-a-o-opn", "b-a-o-can");
            assertThat(seen).extracting(CotEvent::uid).containsOnly(seen.get(0).uid());
            assertThat(seen.get(3).detail().element(Emergency.NAME, Emergency::from))
                    .get()
                    .extracting(Emergency::cancel)
                    .isEqualTo(true);
        }
    }

    @Test
    void anItemGoesOffTheMap() throws Exception {
        try (Team team = new Team("127.52.3.1", 1)) {
            Run.cotgw("push", "--to", team.endpoint(0), "--uid", "well-7", "--lat=48", "--lon=16");
            team.events(1);
            assertThat(team.devices().get(0).tally().shown()).isOne();

            Run run = Run.cotgw("delete", "well-7", "--type", "a-u-G", "--to", team.endpoint(0));

            assertThat(run.exit()).as(run.err()).isZero();
            CotEvent event = team.events(1).get(0);
            assertThat(event.detail().element(Link.NAME, Link::from)).get().satisfies(link -> {
                assertThat(link.uid()).isEqualTo("well-7");
                assertThat(link.type()).isEqualTo("a-u-G");
            });
            assertThat(event.detail().element("__forcedelete")).isPresent();
        }
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() throws Exception {
        Run alert = Run.cotgw(
                "alert", "--type=911", "--to", NOWHERE, "--lat=91", "--lon=NaN", "--uid", "x".repeat(101), "--json");
        assertThat(alert.exit()).isOne();
        assertThat(alert.err()).contains("--lat \"91\": ", "--lon \"NaN\": ", "event@uid");
        assertThat(alert.json().get("violations").size()).isGreaterThanOrEqualTo(3);

        Run chat = Run.cotgw("chat", "--to", NOWHERE, " ", "--to-uid", "", "--json");
        assertThat(chat.exit()).isOne();
        assertThat(chat.err()).contains("TEXT", "--to-uid");

        Run delete = Run.cotgw("delete", "", "--to", NOWHERE, "--type", "?");
        assertThat(delete.exit()).isOne();
        assertThat(delete.err()).contains("UID", "--type");
    }

    @Test
    void aRunningGatewayPassesItOn() throws Exception {
        try (Team team = new Team("127.52.5.1", 1);
                CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build(),
                        HubSettings.NONE.with(
                                List.of(), List.of(EndpointReceiver.of(Endpoint.parse(team.endpoint(0))))))) {
            String where = "127.0.0.1:" + gateway.httpAddress().getPort();

            Run chat = Run.cotgw("chat", "--gateway", where, "Come in");
            assertThat(chat.exit()).as(chat.err()).isZero();
            assertThat(chat.out()).contains("passed on", where);
            assertThat(team.events(1).get(0).type()).isEqualTo("b-t-f");

            Run other = Run.cotgw("chat", "--gateway", where + "/api/v1/status", "Come in");
            assertThat(other.exit()).isOne();
            assertThat(other.err()).contains("405");
        }
    }

    @Test
    void whoIsNotThereIsNotReached() throws Exception {
        try (CotGateway gateway =
                CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build())) {
            String where = "127.0.0.1:" + gateway.httpAddress().getPort();

            Run chat = Run.cotgw("chat", "--gateway", where, "--to-uid", "NOBODY", "Come in");
            assertThat(chat.exit()).isOne();
            assertThat(chat.out()).isEmpty();
            assertThat(chat.err()).contains("nobody  " + where, "not connected");

            Run group = Run.cotgw("chat", "--gateway", where, "--group", "\u0007", "Come in");
            assertThat(group.exit()).isOne();
            assertThat(group.err()).contains("400: the query breaks rules; group must");

            Run alert = Run.cotgw(
                    "alert", "--gateway", where, "--type=911", "--lat=48", "--lon=16", "--callsign=Anna", "--json");
            assertThat(alert.exit()).isOne();
            assertThat(alert.json().get("accepted").asInt()).isOne();
            assertThat(alert.json().get("nobody").asInt()).isOne();
        }
    }

    @Test
    void aRunningGatewayPassesOnToGroupsAndDeletesWhatItKnowsThere() throws Exception {
        String uid = "well/7 süß";
        try (Team team = new Team("127.52.6.1", 1);
                CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build(),
                        HubSettings.NONE.with(
                                List.of(),
                                List.of(new EndpointReceiver(
                                        "blue",
                                        Endpoint.parse(team.endpoint(0)),
                                        null,
                                        new Membership(Set.of("blue"), Set.of("blue"), Subscription.ALL)))))) {
            String where = "127.0.0.1:" + gateway.httpAddress().getPort();
            gateway.publish(CotEvents.marker(uid, "Well", 48, 16).build(), Set.of("blue"))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            team.events(1);

            assertThat(Run.cotgw("chat", "--gateway", where, "Come in").exit()).isOne();
            assertThat(Run.cotgw("chat", "--gateway", where, "--group", "red", "--group", "blue", "Come in")
                            .exit())
                    .isZero();
            assertThat(team.events(1).get(0).type()).isEqualTo("b-t-f");

            Run delete = Run.cotgw("delete", uid, "--gateway", "http://" + where);
            assertThat(delete.exit()).as(delete.err()).isZero();
            assertThat(delete.out()).contains("deleted  " + where + "  " + uid);
            assertThat(team.events(1).get(0).type()).isEqualTo("t-x-d-d");

            Run again = Run.cotgw("delete", uid, "--gateway", where, "--json");
            assertThat(again.exit()).isOne();
            assertThat(again.err()).contains("not deleted", uid, "no event of this uid is kept");
            assertThat(again.json().get("deleted").asBoolean()).isFalse();
            assertThat(Run.cotgw("delete", "..", "--gateway", where).err()).contains("no event of this uid is kept");
            assertThat(Run.cotgw("delete", " ", "--gateway", where).err()).contains("UID");

            Run other = Run.cotgw("delete", uid, "--gateway", where + "/health/ready");
            assertThat(other.exit()).isOne();
            assertThat(other.err()).contains("nothing here");
        }
    }

    @Test
    void anEndpointThatIsMisspeltFailsAndTheOthersGetIt() throws Exception {
        try (Team team = new Team("127.52.4.1", 1)) {
            Run run = Run.cotgw("chat", "--to", "127.0.0.1:70000:tcp", "--to", team.endpoint(0), "Come in", "--json");

            assertThat(run.exit()).isOne();
            assertThat(run.json().get("sent").asInt()).isOne();
            assertThat(run.json().get("failed").asInt()).isOne();
            assertThat(team.events(1)).hasSize(1);
        }
    }

    @Test
    void aNumberWithACommaIsTold() {
        Run run = Run.cotgw("alert", "--type=911", "--to", NOWHERE, "--lat=48,2", "--lon=16");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("'--lat': '48,2' is not a number such as 48.2082");
    }

    @Test
    void wrongUsageIsToldApartFromFailure() {
        Stream.of(
                        "chat Hello",
                        "chat --to " + NOWHERE,
                        "chat --to " + NOWHERE + " --gateway 127.0.0.1:8080 Hello",
                        "chat --to " + NOWHERE + " --room --to-uid A Hello",
                        "chat --gateway ftp://127.0.0.1 Hello",
                        "chat --to",
                        "chat --to --room Hello",
                        "alert --type 912 --to " + NOWHERE + " --lat 1 --lon 2",
                        "alert --type 911 --to " + NOWHERE + " --lat 1",
                        "delete --to " + NOWHERE,
                        "delete x --gateway 127.0.0.1:8080 --type a-f-G",
                        "delete x --gateway 127.0.0.1:8080 --left",
                        "delete x --gateway 127.0.0.1:8080 --group blue",
                        "chat --to " + NOWHERE + " --group blue Hello")
                .forEach(line ->
                        assertThat(Run.cotgw(line.split(" ")).exit()).as(line).isEqualTo(2));
    }

    /** Simulated devices, and what they saw. */
    private static final class Team implements AutoCloseable {

        private final BlockingQueue<CotEvent> seen = new LinkedBlockingQueue<>();
        private final DeviceFleet fleet;

        Team(String host, int count) throws IOException {
            fleet = DeviceFleet.start(
                    FleetSettings.DEFAULT.withCount(count).withAddress(host, 0), new DeviceObserver() {
                        @Override
                        public void eventSeen(SimulatedDevice device, ReceivedEvent received) {
                            seen.add(received.event());
                        }
                    });
        }

        List<SimulatedDevice> devices() {
            return fleet.devices();
        }

        String endpoint(int device) {
            var address = fleet.devices().get(device).address();
            return address.getHostString() + ":" + address.getPort() + ":tcp";
        }

        /** The next events that devices see. */
        List<CotEvent> events(int count) throws InterruptedException {
            CotEvent[] events = new CotEvent[count];
            for (int i = 0; i < count; i++) {
                events[i] = seen.poll(20, TimeUnit.SECONDS);
            }
            assertThat(events).as("events that devices saw").doesNotContainNull();
            return Arrays.asList(events);
        }

        @Override
        public void close() {
            fleet.close();
        }
    }
}
