package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.cotgateway.channel.TakNegotiation.Reply;
import org.cotgateway.channel.TakNegotiation.Role;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakNegotiationTest {

    private static final long OPENED_MS = 1_000_000;
    private static final long MINUTE_MS = 60_000;
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);

    @Test
    void aServerThatMaySpeakBothOffersVersionOneAtOnce() {
        CotEvent offer = Objects.requireNonNull(
                new TakNegotiation(Role.SERVER, ProtocolChoice.AUTO, ANSWER_TIMEOUT).opened(OPENED_MS));

        assertThat(offer.type()).isEqualTo("t-x-takp-v");
        assertThat(offer.how()).isEqualTo("m-g");
        assertThat(offer.staleMs() - offer.startMs()).isEqualTo(MINUTE_MS);
        assertThat(offer.point()).isEqualTo(new CotPoint(0, 0, 0, 999999, 999999));
        assertThat(element(offer, "TakProtocolSupport").attribute("version")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolChoice.class,
            names = {"XML", "TAK1"})
    void aServerThatSpeaksOneFormOnlyOffersNothing(ProtocolChoice choice) {
        assertThat(new TakNegotiation(Role.SERVER, choice, ANSWER_TIMEOUT).opened(OPENED_MS))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(ProtocolChoice.class)
    void aClientSaysNothingFirst(ProtocolChoice choice) {
        assertThat(new TakNegotiation(Role.CLIENT, choice, ANSWER_TIMEOUT).opened(OPENED_MS))
                .isNull();
    }

    @Test
    void aRequestForVersionOneIsGrantedAndBothDirectionsSwitch() {
        TakNegotiation server = opened(Role.SERVER, ProtocolChoice.AUTO);
        assertThat(server.readsTak()).isFalse();
        assertThat(server.writesTak()).isFalse();

        CotEvent answer = said(server.received(TakNegotiationEvents.request("u"), OPENED_MS));

        assertThat(answer.type()).isEqualTo("t-x-takp-r");
        assertThat(answer.uid()).isEqualTo("u");
        assertThat(element(answer, "TakResponse").attribute("status")).isEqualTo("true");
        assertThat(server.readsTak()).isTrue();
        assertThat(server.writesTak()).isTrue();
        assertThat(server.isHeldBack()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "", "one", "1.0", " 1"})
    void aRequestForAnotherVersionIsDeniedForGood(String version) {
        TakNegotiation server = opened(Role.SERVER, ProtocolChoice.AUTO);

        assertThat(statusOf(server.received(request(version), OPENED_MS))).isEqualTo("false");
        assertSpeaksXml(server);
        assertIgnores(server, TakNegotiationEvents.request("again"));
        assertSpeaksXml(server);
    }

    @Test
    void aRequestWithoutAVersionIsDenied() {
        TakNegotiation server = opened(Role.SERVER, ProtocolChoice.AUTO);
        CotEvent empty =
                CotEvent.builder().uid("u").type(TakNegotiationEvents.REQUEST).build();

        assertThat(statusOf(server.received(empty, OPENED_MS))).isEqualTo("false");
        assertSpeaksXml(server);
    }

    @Test
    void aRequestThatNobodyInvitedIsDeniedBecauseTheClientWaits() {
        TakNegotiation server = opened(Role.SERVER, ProtocolChoice.XML);

        assertThat(statusOf(server.received(TakNegotiationEvents.request("u"), OPENED_MS)))
                .isEqualTo("false");
        assertIgnores(server, TakNegotiationEvents.request("u"));
        assertSpeaksXml(server);
    }

    @Test
    void aRequestAfterTheSwitchIsIgnored() {
        TakNegotiation server = opened(Role.SERVER, ProtocolChoice.AUTO);
        server.received(TakNegotiationEvents.request("u"), OPENED_MS);

        assertIgnores(server, TakNegotiationEvents.request("u"));
        assertIgnores(server, request("2"));
        assertThat(server.writesTak()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ProtocolChoice.class)
    void aServerIgnoresOffersAndAnswers(ProtocolChoice choice) {
        TakNegotiation server = opened(Role.SERVER, choice);

        assertIgnores(server, TakNegotiationEvents.offer("u"));
        assertIgnores(server, TakNegotiationEvents.answer("u", true));
        assertThat(server.writesTak()).isEqualTo(choice == ProtocolChoice.TAK1);
    }

    @Test
    void aClientAsksWithTheOffersUidAndThenHoldsBack() {
        TakNegotiation client = opened(Role.CLIENT, ProtocolChoice.AUTO);
        assertThat(client.isHeldBack()).isFalse();

        CotEvent request = said(client.received(TakNegotiationEvents.offer("the-uid"), OPENED_MS + MINUTE_MS));

        assertThat(request.type()).isEqualTo("t-x-takp-q");
        assertThat(request.uid()).isEqualTo("the-uid");
        assertThat(element(request, "TakRequest").attribute("version")).isEqualTo("1");
        assertThat(client.isHeldBack()).isTrue();
        assertSpeaksXml(client);
    }

    @Test
    void aTrueAnswerSwitchesBothDirections() {
        TakNegotiation client = asked();

        Reply reply = client.received(TakNegotiationEvents.answer("u", true), OPENED_MS);

        assertThat(reply).isEqualTo(new Reply(true, null));
        assertThat(client.isHeldBack()).isFalse();
        assertThat(client.readsTak()).isTrue();
        assertThat(client.writesTak()).isTrue();
    }

    @Test
    void afterAFalseAnswerThereIsNoSecondRequest() {
        TakNegotiation client = asked();
        client.received(TakNegotiationEvents.answer("u", false), OPENED_MS);

        assertThat(client.isHeldBack()).isFalse();
        assertSpeaksXml(client);
        assertIgnores(client, TakNegotiationEvents.offer("u"));
        assertIgnores(client, TakNegotiationEvents.answer("u", true));
        assertSpeaksXml(client);
        assertThat(client.isOverdue(OPENED_MS + 10 * MINUTE_MS)).isFalse();
    }

    @Test
    void anAnswerWithoutARequestIsIgnored() {
        TakNegotiation client = opened(Role.CLIENT, ProtocolChoice.AUTO);

        assertIgnores(client, TakNegotiationEvents.answer("u", true));
        assertSpeaksXml(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRUE", "1", "yes", "truefalse"})
    void anAnswerThatSaysNeitherIsNone(String status) {
        TakNegotiation client = asked();
        CotEvent garbage = message(
                TakNegotiationEvents.ANSWER,
                CotElement.named("TakResponse").attribute("status", status).build());

        assertIgnores(client, garbage);
        assertIgnores(
                client,
                CotEvent.builder().uid("u").type(TakNegotiationEvents.ANSWER).build());
        assertThat(client.isHeldBack()).isTrue();
    }

    @Test
    void aClientWithoutAnAnswerIsOverdueAfterAMinute() {
        TakNegotiation client = opened(Role.CLIENT, ProtocolChoice.AUTO);
        assertThat(client.isOverdue(OPENED_MS + MINUTE_MS)).isFalse();
        client.received(TakNegotiationEvents.offer("u"), OPENED_MS + 500);

        assertThat(client.isOverdue(OPENED_MS + 500 + MINUTE_MS - 1)).isFalse();
        assertThat(client.isOverdue(OPENED_MS + 500 + MINUTE_MS)).isTrue();
        client.received(TakNegotiationEvents.answer("u", true), OPENED_MS + 500 + MINUTE_MS);
        assertThat(client.isOverdue(OPENED_MS + 2 * MINUTE_MS)).isFalse();
    }

    @Test
    void anOfferThatComesLateIsNotTaken() {
        TakNegotiation client = opened(Role.CLIENT, ProtocolChoice.AUTO);

        Reply late = client.received(TakNegotiationEvents.offer("u"), OPENED_MS + MINUTE_MS + 1);

        assertThat(late).isEqualTo(new Reply(false, null));
        assertThat(client.isHeldBack()).isFalse();
    }

    @Test
    void ofSeveralVersionsOnOfferTheFirstIsTaken() {
        TakNegotiation client = opened(Role.CLIENT, ProtocolChoice.AUTO);
        assertIgnores(client, offerOf("2", "3"));

        assertThat(said(client.received(offerOf("2", "1"), OPENED_MS)).type()).isEqualTo("t-x-takp-q");
        assertIgnores(client, offerOf("1"));
        assertThat(client.isHeldBack()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolChoice.class,
            names = {"XML", "TAK1"})
    void aClientThatSpeaksOneFormOnlyTakesNoOffer(ProtocolChoice choice) {
        TakNegotiation client = opened(Role.CLIENT, choice);

        assertIgnores(client, TakNegotiationEvents.offer("u"));
        assertIgnores(client, TakNegotiationEvents.request("u"));
        assertThat(client.isHeldBack()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void withTakOnlyBothDirectionsAreTakFromTheFirstByte(Role role) {
        TakNegotiation negotiation = opened(role, ProtocolChoice.TAK1);

        assertThat(negotiation.readsTak()).isTrue();
        assertThat(negotiation.writesTak()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whoBeginsWithAFrameIsAnsweredInFrames(Role role) {
        TakNegotiation negotiation = opened(role, ProtocolChoice.AUTO);
        negotiation.beginsWithFrame();

        assertThat(negotiation.readsTak()).isTrue();
        assertThat(negotiation.writesTak()).isTrue();
        assertIgnores(negotiation, TakNegotiationEvents.request("u"));
        assertIgnores(negotiation, TakNegotiationEvents.offer("u"));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void withXmlOnlyFramesAreReadAllTheSame(Role role) {
        TakNegotiation negotiation = opened(role, ProtocolChoice.XML);
        negotiation.beginsWithFrame();

        assertThat(negotiation.readsTak()).isTrue();
        assertThat(negotiation.writesTak()).isFalse();
    }

    @Test
    void whatALaterVersionMayBringIsIgnored() {
        assertIgnores(
                opened(Role.SERVER, ProtocolChoice.AUTO),
                CotEvent.builder().uid("u").type("t-x-takp-z").build());
    }

    private static TakNegotiation opened(Role role, ProtocolChoice choice) {
        TakNegotiation negotiation = new TakNegotiation(role, choice, ANSWER_TIMEOUT);
        negotiation.opened(OPENED_MS);
        return negotiation;
    }

    private static TakNegotiation asked() {
        TakNegotiation client = opened(Role.CLIENT, ProtocolChoice.AUTO);
        assertThat(client.received(TakNegotiationEvents.offer("u"), OPENED_MS).taken())
                .isTrue();
        return client;
    }

    private static void assertSpeaksXml(TakNegotiation negotiation) {
        assertThat(negotiation.readsTak()).isFalse();
        assertThat(negotiation.writesTak()).isFalse();
    }

    private static void assertIgnores(TakNegotiation negotiation, CotEvent message) {
        assertThat(negotiation.received(message, OPENED_MS)).isEqualTo(new Reply(false, null));
    }

    private static CotEvent said(Reply reply) {
        assertThat(reply.taken()).isTrue();
        return Objects.requireNonNull(reply.message());
    }

    private static String statusOf(Reply reply) {
        return String.valueOf(element(said(reply), "TakResponse").attribute("status"));
    }

    private static CotElement element(CotEvent event, String name) {
        return event.detail().element("TakControl").orElseThrow().child(name).orElseThrow();
    }

    private static CotEvent request(String version) {
        return message(
                TakNegotiationEvents.REQUEST,
                CotElement.named("TakRequest").attribute("version", version).build());
    }

    private static CotEvent offerOf(String... versions) {
        CotElement.Builder control = CotElement.named("TakControl");
        for (String version : versions) {
            control.child(CotElement.named("TakProtocolSupport")
                    .attribute("version", version)
                    .build());
        }
        return CotEvent.builder()
                .uid("u")
                .type(TakNegotiationEvents.OFFER)
                .add(control.build())
                .build();
    }

    private static CotEvent message(String type, CotElement what) {
        return CotEvent.builder()
                .uid("u")
                .type(type)
                .add(CotElement.named("TakControl").child(what).build())
                .build();
    }
}
