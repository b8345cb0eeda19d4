package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/**
 * How one stream comes to be spoken in TAK Protocol v1. The end that was dialled is the server: it offers, the client asks
 * for what is offered and then says nothing until it has been answered, and behind a true answer both speak TAK Protocol.
 *
 * <pre>
 *                    offer taken (client)         true
 *            OPEN ─────────────────────→ ASKED ─────────→ TAK
 *             │ └── request for version 1 (server) ──────→ ↑
 *             │                            │ false         │ first byte BF
 *             └─ request for another ──→  XML  ←───────────┘ (unless only XML is to be spoken)
 * </pre>
 *
 * <p>OPEN and XML are both spoken in XML; from XML nothing leads to TAK any more. What makes no sense in a state changes
 * nothing and is said to be ignored.
 *
 * <p>Pure: it knows no sockets, and times are passed in, in milliseconds of a clock that is never set back. One thread.
 *
 * <p>Source: ATAK 4.6 and 5.5, which take an offer within 60 s of connecting, take no second one after a false answer, and
 * disconnect when there is no answer within 60 s.
 */
final class TakNegotiation {

    enum Role {
        /** The end that was dialled. */
        SERVER,
        /** The end that has dialled. */
        CLIENT
    }

    /**
     * What comes of a message.
     *
     * @param taken false if it made no sense and changed nothing
     * @param message to be sent as XML, whatever is spoken from then on; or null
     */
    record Reply(boolean taken, @Nullable CotEvent message) {
        private static final Reply IGNORED = new Reply(false, null);
        private static final Reply NONE = new Reply(true, null);
    }

    private enum State {
        OPEN,
        ASKED,
        TAK,
        XML
    }

    static final Duration OFFER_TAKEN_FOR = Duration.ofSeconds(60);

    private static final String OFFER_UID = "protouid";

    private final Role role;
    private final ProtocolChoice choice;
    private final long answerTimeoutMs;
    private State state;
    private boolean readsTak;
    /** A server's: whether there was a request already. */
    private boolean answered;

    private long openedMs;
    private long askedMs;

    /** @param answerTimeout how long a client waits for an answer */
    TakNegotiation(Role role, ProtocolChoice choice, Duration answerTimeout) {
        this.role = role;
        this.choice = choice;
        this.answerTimeoutMs = answerTimeout.toMillis();
        this.state = switch (choice) {
            case XML -> State.XML;
            case TAK1 -> State.TAK;
            case AUTO -> State.OPEN;
        };
        this.readsTak = choice == ProtocolChoice.TAK1;
    }

    /** The stream has been opened. Answers what is to be said first, as XML, or null. */
    @Nullable
    CotEvent opened(long nowMs) {
        openedMs = nowMs;
        return role == Role.SERVER && state == State.OPEN ? TakNegotiationEvents.offer(OFFER_UID) : null;
    }

    /** The first byte that came is that of a frame: the peer needs no negotiation, and gets none. */
    void beginsWithFrame() {
        readsTak = true;
        if (choice != ProtocolChoice.XML) {
            state = State.TAK;
        }
    }

    /** Takes a message whose type is one of {@link TakNegotiationEvents}. */
    Reply received(CotEvent message, long nowMs) {
        return switch (message.type()) {
            case TakNegotiationEvents.OFFER -> offered(message, nowMs);
            case TakNegotiationEvents.REQUEST -> asked(message);
            case TakNegotiationEvents.ANSWER -> answered(message);
            default -> Reply.IGNORED;
        };
    }

    /** Whether what comes next is TAK Protocol. */
    boolean readsTak() {
        return readsTak;
    }

    /** Whether what is sent next must be TAK Protocol. */
    boolean writesTak() {
        return state == State.TAK;
    }

    /** Whether nothing may be sent now. */
    boolean isHeldBack() {
        return state == State.ASKED;
    }

    /** Whether the answer has not come in time, so that the stream is to be closed. */
    boolean isOverdue(long nowMs) {
        return state == State.ASKED && nowMs - askedMs >= answerTimeoutMs;
    }

    private Reply offered(CotEvent offer, long nowMs) {
        boolean taken = role == Role.CLIENT
                && state == State.OPEN
                && nowMs - openedMs <= OFFER_TAKEN_FOR.toMillis()
                && TakNegotiationEvents.offersVersion1(offer);
        if (!taken) {
            return Reply.IGNORED;
        }
        state = State.ASKED;
        askedMs = nowMs;
        return new Reply(true, TakNegotiationEvents.request(offer.uid()));
    }

    /** Also what was not offered is answered, because whoever has asked waits for it. */
    private Reply asked(CotEvent request) {
        if (role == Role.CLIENT || state == State.TAK || answered) {
            return Reply.IGNORED;
        }
        answered = true;
        boolean accepted = state == State.OPEN && TakNegotiationEvents.asksForVersion1(request);
        state = accepted ? State.TAK : State.XML;
        readsTak |= accepted;
        return new Reply(true, TakNegotiationEvents.answer(request.uid(), accepted));
    }

    private Reply answered(CotEvent answer) {
        Boolean accepted = state == State.ASKED ? TakNegotiationEvents.accepts(answer) : null;
        if (accepted == null) {
            return Reply.IGNORED;
        }
        state = accepted ? State.TAK : State.XML;
        readsTak |= accepted;
        return Reply.NONE;
    }
}
