package org.cotgateway.api.marti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.LatestFilter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is connected, as devices are told that ask as of a TAK Server. */
class MartiContactsIT {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path directory;

    @Test
    void whoIsConnectedIsToldButNotOfGroups() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory, GatewaySettings.DEFAULT, twoListeners());
                Socket anna = connect(server, 0);
                Socket bert = connect(server, 1)) {
            say(anna, "ANDROID-A", "ANNA");
            say(bert, "ANDROID-B", "BERT");
            Await.until(
                    () -> server.gateway().status().toCompletableFuture().get().contacts(), known -> known == 2);

            JsonNode endPoints = JSON.readTree(Curl.run(server.url("/Marti/api/clientEndPoints")));
            assertThat(endPoints.at("/version").textValue()).isEqualTo("3");
            assertThat(endPoints.at("/type").textValue()).isEqualTo("com.bbn.marti.remote.ClientEndpoint");
            assertThat(endPoints.at("/nodeId").textValue()).startsWith("COT-GATEWAY-");
            assertThat(endPoints.at("/data")).hasSize(1);
            assertThat(endPoints.at("/data/0/uid").textValue()).isEqualTo("ANDROID-A");
            assertThat(endPoints.at("/data/0/callsign").textValue()).isEqualTo("ANNA");
            assertThat(endPoints.at("/data/0/lastStatus").textValue()).isEqualTo("Connected");
            assertThat(endPoints.at("/data/0").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "uid", "callsign", "username", "team", "role", "lastEventTime", "lastStatus");
            JsonNode contacts = JSON.readTree(Curl.run(server.url("/Marti/api/contacts/all")));
            assertThat(contacts.isArray()).isTrue();
            assertThat(contacts).hasSize(1);
            assertThat(contacts.get(0).fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("uid", "callsign", "team", "role", "takv", "notes", "filterGroups");
        }
    }

    @Test
    void whatDevicesSayOfThemselvesIsToldAsTheySaidItLast() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory, GatewaySettings.DEFAULT, twoListeners());
                Socket anna = connect(server, 0);
                Socket bert = connect(server, 0);
                Socket red = connect(server, 1)) {
            String takv = "<takv device='SM-G900' platform='ATAK-CIV' os='34' version='5.5.0.5 (1)'/>";
            say(anna, "ANDROID-A", "ANNA", "<__group name='Cyan' role='Team Member'/>" + takv);
            say(bert, "ANDROID-B", "BERT");
            Await.until(
                    () -> server.gateway().status().toCompletableFuture().get().contacts(), known -> known == 2);
            assertThat(contact(server, "ANDROID-A").at("/team").textValue()).isEqualTo("Cyan");

            say(anna, "ANDROID-A", "ANNA", "<__group name='Dark Blue' role='HQ'/>" + takv);
            JsonNode told = Await.until(
                    () -> contact(server, "ANDROID-A"),
                    now -> now.at("/role").textValue().equals("HQ"));

            assertThat(told.at("/team").textValue()).isEqualTo("Dark Blue");
            assertThat(told.at("/takv").textValue()).isEqualTo("ATAK-CIV:5.5.0.5 (1)");
            JsonNode silent = contact(server, "ANDROID-B");
            assertThat(silent.at("/team").textValue()).isEmpty();
            assertThat(silent.at("/takv").textValue()).isEmpty();
            JsonNode endPoints = JSON.readTree(Curl.run(server.url("/Marti/api/clientEndPoints")));
            assertThat(endPoints.at("/data")).anySatisfy(endPoint -> {
                assertThat(endPoint.at("/uid").textValue()).isEqualTo("ANDROID-A");
                assertThat(endPoint.at("/team").textValue()).isEqualTo("Dark Blue");
                assertThat(endPoint.at("/role").textValue()).isEqualTo("HQ");
            });

            say(red, "ANDROID-B", "BERT", "<__group name='Red' role='Medic'/>");
            Await.until(
                    () -> server.gateway()
                            .latest(LatestFilter.ALL)
                            .toCompletableFuture()
                            .get(),
                    latest -> latest.stream()
                            .anyMatch(event -> event.detail().element("__group").stream()
                                    .anyMatch(group -> "Medic".equals(group.attribute("role")))));
            assertThat(contact(server, "ANDROID-B").at("/role").textValue())
                    .as("said to a group alone")
                    .isEmpty();
        }
    }

    @Test
    void hundredsOfContactsAreToldInSomePasses() throws Exception {
        int many = 90;
        try (GatewayFixture server = new GatewayFixture(directory, GatewaySettings.DEFAULT, twoListeners());
                Socket one = connect(server, 0);
                Socket other = connect(server, 0)) {
            for (int i = 0; i < many; i++) {
                say(one, "ONE-" + i, "ONE " + i, "<__group name='Red' role='HQ'/>");
                say(other, "OTHER-" + i, "OTHER " + i, "<__group name='Blue' role='HQ'/>");
            }
            Await.until(
                    () -> server.gateway().status().toCompletableFuture().get().contacts(), known -> known == 2 * many);

            JsonNode contacts = JSON.readTree(Curl.run(server.url("/Marti/api/contacts/all")));

            assertThat(contacts)
                    .hasSize(2 * many)
                    .allSatisfy(contact -> assertThat(contact.at("/team").textValue())
                            .isEqualTo(contact.at("/uid").textValue().startsWith("ONE") ? "Red" : "Blue"));
        }
    }

    private static JsonNode contact(GatewayFixture server, String uid) throws Exception {
        for (JsonNode contact : JSON.readTree(Curl.run(server.url("/Marti/api/contacts/all")))) {
            if (contact.at("/uid").textValue().equals(uid)) {
                return contact;
            }
        }
        throw new AssertionError(uid + " is not told of");
    }

    private static HubSettings twoListeners() {
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        Membership red = new Membership(Set.of("Red"), Set.of("Red"), Membership.ANONYMOUS.subscription());
        return HubSettings.NONE.with(
                List.of(
                        new HubSettings.StreamInlet("all", any, ClientSettings.DEFAULT, null, Membership.ANONYMOUS),
                        new HubSettings.StreamInlet("red", any, ClientSettings.DEFAULT, null, red)),
                List.of());
    }

    private static Socket connect(GatewayFixture server, int listener) throws Exception {
        InetSocketAddress address = server.gateway().streamAddresses().get(listener);
        return new Socket(address.getAddress(), address.getPort());
    }

    private static void say(Socket client, String uid, String callsign) throws Exception {
        say(client, uid, callsign, "");
    }

    private static void say(Socket client, String uid, String callsign, String more) throws Exception {
        Instant now = Instant.now();
        String event = "<event version='2.0' uid='" + uid + "' type='a-f-G-U-C' how='m-g' time='" + now + "' start='"
                + now
                + "' stale='" + now.plusSeconds(60) + "'><point lat='48' lon='16' hae='0' ce='5' le='5'/><detail>"
                + "<contact callsign='" + callsign + "' endpoint='*:-1:stcp'/>" + more + "</detail></event>";
        client.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));
    }
}
