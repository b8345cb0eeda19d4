package org.cotgateway.route;

import org.jspecify.annotations.Nullable;

/** An audience as the router keeps it: who is in it by groups and subscription, and how many. */
final class AudienceEntry<R, A extends Audience<R>> {

    final A audience;
    final Key key;
    private int size;

    /** The number of the last routing that chose it. */
    long chosenIn;

    /** What the receivers of an audience have in common. */
    record Key(GroupSet out, Subscription subscription) {}

    AudienceEntry(A audience, Key key) {
        this.audience = audience;
        this.key = key;
    }

    void join(R receiver) {
        size++;
        audience.joined(receiver);
    }

    void leave(R receiver) {
        size--;
        audience.left(receiver);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether there is anybody besides the sender. */
    boolean hasOthersThan(@Nullable Member<R, A> sender) {
        return size > (sender != null && sender.entry == this ? 1 : 0);
    }
}
