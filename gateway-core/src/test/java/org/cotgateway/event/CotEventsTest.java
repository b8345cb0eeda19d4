package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CotEventsTest {

    private static final Instant TIME = Instant.parse("2026-11-21T10:15:30Z");
    private static final String SHA_256 = "ab".repeat(32);
    private static final FileShare FILE =
            new FileShare("a.zip", "http://10.0.0.1:8080/a", 12, SHA_256, "HQ-1", "HQ", "Photo", true);

    static Stream<CotEvent.Builder> oneOfEach() {
        return Stream.of(
                CotEvents.marker("m-1", "Bridge", 48.2, 16.37),
                CotEvents.ownPosition("HQ-1", "HQ", "10.0.0.1:4242:tcp", 48.2, 16.37),
                CotEvents.chatToAll("HQ-1", "HQ", "hello"),
                CotEvents.chatTo("HQ-1", "HQ", "ANDROID-42", "Alpha", "hello"),
                CotEvents.emergency("HQ-1", "HQ", Emergency.Kind.ALERT_911, 48.2, 16.37),
                CotEvents.cancelEmergency("HQ-1", "HQ", 48.2, 16.37),
                CotEvents.delete("m-1", "a-u-G"),
                CotEvents.forceDelete("m-1", "a-u-G"),
                CotEvents.fileTransfer(FILE, new AckRequest("ack-1", true, "Photo")),
                CotEvents.fileTransferAck(new AckResponse("ack-1", "ANDROID-42", true, "Photo", "ok", SHA_256, 12L)));
    }

    @Test
    void aRandomUidIsOneForAllEventsOfItsBuilder() {
        CotEvent.Builder builder = CotEvent.builder();

        assertThat(builder.build().uid()).hasSize(36).isEqualTo(builder.build().uid());
        assertThat(CotEvent.builder().build().uid())
                .isNotEqualTo(builder.build().uid());
        assertThat(builder.uid("m-1").build().uid()).isEqualTo("m-1");
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void everyEventIsValidAndOfAKnownType(CotEvent.Builder builder) {
        CotEvent event = builder.build();

        assertThat(EventRules.check(event)).isEmpty();
        assertThat(CotType.of(event.type()).isKnown()).isTrue();
        assertThat(CotHow.parts(event.how())).allMatch(CodePart::known);
    }

    @Test
    void aMarkerIsBuiltAsOneReadsIt() {
        CotEvent event = CotEvents.marker("m-1", "Bridge", 48.2, 16.37)
                .type("a-n-G-I")
                .remarks("Closed")
                .track(90, 1.5)
                .remarks("Open again")
                .time(TIME)
                .updateInterval(Duration.ofSeconds(30))
                .build();

        assertThat(event.uid()).isEqualTo("m-1");
        assertThat(event.point()).isEqualTo(CotPoint.of(48.2, 16.37));
        assertThat(event.detail())
                .isEqualTo(CotDetail.of(Contact.of("Bridge"), Remarks.of("Open again"), new Track(90.0, 1.5)));
        assertThat(event.startMs()).isEqualTo(TIME.toEpochMilli());
        assertThat(event.staleMs()).isEqualTo(TIME.plusSeconds(60).toEpochMilli());
    }

    @Test
    void ownPositionMakesAContactAndGoesStaleAfterTwoReports() {
        CotEvent event = CotEvents.ownPosition("HQ-1", "HQ", "10.0.0.1:4242:tcp", 48.2, 16.37)
                .time(TIME)
                .build();

        assertThat(event.detail().element(Contact.NAME, Contact::from))
                .contains(new Contact("HQ", "10.0.0.1:4242:tcp", null));
        assertThat(event.staleMs() - event.startMs()).isEqualTo(60_000);
    }

    @Test
    void chatToAllGoesToTheRoomThatEverybodyIsIn() {
        CotEvent event = CotEvents.chatToAll("HQ-1", "HQ", "hello").build();

        Chat chat = event.detail().element(Chat.NAME, Chat::from).orElseThrow();
        assertThat(event.uid()).isEqualTo("GeoChat.HQ-1.All Chat Rooms." + chat.messageId());
        assertThat(event.type()).isEqualTo("b-t-f");
        assertThat(event.how()).isEqualTo("h-g-i-g-o");
        assertThat(chat.chatroom()).isEqualTo("All Chat Rooms");
        assertThat(chat.group()).isEqualTo(new ChatGroup("All Chat Rooms", List.of("HQ-1", "All Chat Rooms")));
        assertThat(event.detail().element(Link.NAME, Link::from)).contains(Link.to("HQ-1", "a-f-G-U-C"));
        assertThat(event.detail().element(Remarks.NAME, Remarks::from))
                .contains(new Remarks(
                        "hello", "BAO.F.ATAK.HQ-1", "All Chat Rooms", Instant.ofEpochMilli(event.timeMs())));
    }

    @Test
    void chatToOneNamesTheConversationAfterTheReceiver() {
        CotEvent event =
                CotEvents.chatTo("HQ-1", "HQ", "ANDROID-42", "Alpha", "hello").build();

        Chat chat = event.detail().element(Chat.NAME, Chat::from).orElseThrow();
        assertThat(event.uid()).isEqualTo("GeoChat.HQ-1.ANDROID-42." + chat.messageId());
        assertThat(chat.id()).isEqualTo("ANDROID-42");
        assertThat(chat.chatroom()).isEqualTo("Alpha");
        assertThat(chat.senderCallsign()).isEqualTo("HQ");
        assertThat(chat.group()).isEqualTo(new ChatGroup("ANDROID-42", List.of("HQ-1", "ANDROID-42")));
    }

    @Test
    void chatBetweenDevicesNamedByUuidsKeepsItsUidWithinTheLimit() {
        String sender = UUID.nameUUIDFromBytes(new byte[] {1}).toString();
        String receiver = UUID.nameUUIDFromBytes(new byte[] {2}).toString();

        CotEvent event =
                CotEvents.chatTo(sender, "HQ", receiver, "Alpha", "hello").build();

        assertThat(EventRules.check(event)).isEmpty();
        Chat chat = event.detail().element(Chat.NAME, Chat::from).orElseThrow();
        assertThat(event.uid()).isEqualTo("GeoChat." + sender + "." + receiver + "." + chat.messageId());
    }

    @Test
    void twoMessagesHaveTwoIds() {
        assertThat(CotEvents.chatToAll("HQ-1", "HQ", "a").build().uid())
                .isNotEqualTo(CotEvents.chatToAll("HQ-1", "HQ", "a").build().uid());
    }

    @ParameterizedTest
    @EnumSource(Emergency.Kind.class)
    void aCancellationHasTheUidOfTheEmergencyThatItEnds(Emergency.Kind kind) {
        CotEvent alert = CotEvents.emergency("HQ-1", "HQ", kind, 48.2, 16.37).build();
        CotEvent cancel = CotEvents.cancelEmergency("HQ-1", "HQ", 48.2, 16.37).build();

        assertThat(cancel.uid()).isEqualTo(alert.uid()).isEqualTo("HQ-1-9-1-1");
        assertThat(alert.type()).isEqualTo(kind.eventType());
        assertThat(alert.detail().element(Emergency.NAME, Emergency::from))
                .contains(new Emergency(kind.label(), false, "HQ"));
        assertThat(cancel.type()).isEqualTo("b-a-o-can");
        assertThat(cancel.detail().element(Emergency.NAME, Emergency::from)).contains(new Emergency(null, true, "HQ"));
    }

    @Test
    void deletesNameWhatIsGoneInALinkAndHaveAUidOfTheirOwn() {
        CotEvent left = CotEvents.delete("m-1", "a-u-G").build();
        CotEvent forced = CotEvents.forceDelete("m-1", "a-u-G").build();

        assertThat(left.type()).isEqualTo("t-x-d-d");
        assertThat(left.uid()).isNotEqualTo("m-1").isNotEqualTo(forced.uid());
        assertThat(left.detail().element(Link.NAME, Link::from)).contains(new Link("m-1", "a-u-G", "p-p", null));
        assertThat(left.detail().element("__forcedelete")).isEmpty();
        assertThat(forced.detail().element("__forcedelete")).isPresent();
    }

    @Test
    void aFileTransferIsARequestOfAFreshUidThatIsStaleAfterTenSeconds() {
        AckRequest ack = new AckRequest("ack-1", true, "Photo");
        CotEvent event = CotEvents.fileTransfer(FILE, ack).time(TIME).build();

        assertThat(event.type()).isEqualTo("b-f-t-r");
        assertThat(event.how()).isEqualTo("h-e");
        assertThat(event.staleMs() - event.startMs()).isEqualTo(10_000);
        assertThat(event.detail()).isEqualTo(CotDetail.of(FILE, ack));
    }
}
