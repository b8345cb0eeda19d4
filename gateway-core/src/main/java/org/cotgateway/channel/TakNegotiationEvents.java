package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.jspecify.annotations.Nullable;

/**
 * The three control events by which the two ends of a stream agree on TAK Protocol. Pure.
 *
 * <pre>
 *   offer    t-x-takp-v   detail/TakControl/TakProtocolSupport@version   one for each version that the server speaks
 *   request  t-x-takp-q   detail/TakControl/TakRequest@version
 *   answer   t-x-takp-r   detail/TakControl/TakResponse@status           true or false
 * </pre>
 */
final class TakNegotiationEvents {

    static final String OFFER = "t-x-takp-v";
    static final String REQUEST = "t-x-takp-q";
    static final String ANSWER = "t-x-takp-r";

    private static final String TYPES = "t-x-takp-";
    private static final String CONTROL = "TakControl";
    private static final String SUPPORT_ELEMENT = "TakProtocolSupport";
    private static final String REQUEST_ELEMENT = "TakRequest";
    private static final String ANSWER_ELEMENT = "TakResponse";
    private static final String VERSION_1 = Integer.toString(TakFraming.VERSION);

    private static final Duration STALE = Duration.ofSeconds(60);
    private static final double UNKNOWN_ERROR = 999999;
    private static final CotPoint NOWHERE = new CotPoint(0, 0, 0, UNKNOWN_ERROR, UNKNOWN_ERROR);

    private TakNegotiationEvents() {}

    /** Whether it is one of these, or one that another version may bring. */
    static boolean isType(String type) {
        return type.startsWith(TYPES);
    }

    static CotEvent offer(String uid) {
        return event(uid, OFFER, CotElement.named(SUPPORT_ELEMENT).attribute("version", VERSION_1));
    }

    static CotEvent request(String uid) {
        return event(uid, REQUEST, CotElement.named(REQUEST_ELEMENT).attribute("version", VERSION_1));
    }

    static CotEvent answer(String uid, boolean accepted) {
        return event(uid, ANSWER, CotElement.named(ANSWER_ELEMENT).attribute("status", accepted));
    }

    /** Whether version 1 is among what is offered. */
    static boolean offersVersion1(CotEvent offer) {
        CotElement control = control(offer);
        return control != null
                && control.childrenNamed(SUPPORT_ELEMENT).stream()
                        .anyMatch(support -> VERSION_1.equals(support.attribute("version")));
    }

    /** Whether version 1 is what is asked for. */
    static boolean asksForVersion1(CotEvent request) {
        CotElement control = control(request);
        return control != null
                && control.child(REQUEST_ELEMENT)
                        .filter(asked -> VERSION_1.equals(asked.attribute("version")))
                        .isPresent();
    }

    /** What the answer says; null if it says neither true nor false. */
    static @Nullable Boolean accepts(CotEvent answer) {
        CotElement control = control(answer);
        CotElement response =
                control == null ? null : control.child(ANSWER_ELEMENT).orElse(null);
        String status = response == null ? null : response.attribute("status");
        if ("true".equals(status)) {
            return true;
        }
        return "false".equals(status) ? false : null;
    }

    private static @Nullable CotElement control(CotEvent event) {
        return event.detail().element(CONTROL).orElse(null);
    }

    private static CotEvent event(String uid, String type, CotElement.Builder what) {
        return CotEvent.builder()
                .uid(uid)
                .type(type)
                .how("m-g")
                .staleAfter(STALE)
                .point(NOWHERE)
                .add(CotElement.named(CONTROL).child(what.build()).build())
                .build();
    }
}
