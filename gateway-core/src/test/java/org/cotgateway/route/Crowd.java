package org.cotgateway.route;

import java.util.LinkedHashSet;
import java.util.Set;

/** An audience that remembers who is in it. */
final class Crowd implements Audience<String> {

    final Subscription subscription;
    final Set<String> members = new LinkedHashSet<>();
    int calls;

    Crowd(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public void joined(String receiver) {
        calls++;
        if (!members.add(receiver)) {
            throw new AssertionError(receiver + " joins again");
        }
    }

    @Override
    public void left(String receiver) {
        calls++;
        if (!members.remove(receiver)) {
            throw new AssertionError(receiver + " leaves without having joined");
        }
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
