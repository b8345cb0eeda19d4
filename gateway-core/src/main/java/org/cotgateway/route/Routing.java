package org.cotgateway.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotgateway.event.Dest;

/**
 * Who gets one event. The router has one of these and fills it anew for each event: it holds until the next call of {@link
 * Router#route}. No receiver is reached twice: neither do audiences overlap, nor is a single receiver in one of them.
 *
 * @param <R> the receivers
 * @param <A> the audiences
 */
public final class Routing<R, A extends Audience<R>> {

    private final List<A> audiences = new ArrayList<>();
    private final List<R> receivers = new ArrayList<>();
    private final List<Dest> undeliverable = new ArrayList<>();

    private final List<A> audiencesView = Collections.unmodifiableList(audiences);
    private final List<R> receiversView = Collections.unmodifiableList(receivers);
    private final List<Dest> undeliverableView = Collections.unmodifiableList(undeliverable);

    Routing() {}

    /**
     * The audiences that get it, all of their receivers <b>but the sender</b>: it may be a member of one, and who writes
     * has to leave it out. An audience of the sender alone is not among them.
     */
    public List<A> audiences() {
        return audiencesView;
    }

    /** The receivers that get it besides, because they are named. The sender is never among them. */
    public List<R> receivers() {
        return receiversView;
    }

    /** The destinations that reached nobody, in the event's order and as often as they stand there. */
    public List<Dest> undeliverable() {
        return undeliverableView;
    }

    /** Whether nobody gets it. */
    public boolean reachesNobody() {
        return audiences.isEmpty() && receivers.isEmpty();
    }

    void clear() {
        audiences.clear();
        receivers.clear();
        undeliverable.clear();
    }

    void to(A audience) {
        audiences.add(audience);
    }

    void to(R receiver) {
        receivers.add(receiver);
    }

    void nobody(Dest dest) {
        undeliverable.add(dest);
    }
}
