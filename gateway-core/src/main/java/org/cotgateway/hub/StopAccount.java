package org.cotgateway.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;

/**
 * What is not sent while the gateway stops: to whom events still wait, and to whom they were dropped or lost since the stop
 * began, also if those have left by now. What a newer event made superfluous is not missing. Loop-only.
 */
final class StopAccount {

    private static final class Account {
        private final long droppedBefore;
        /** Waited for it among the events of its audience when it left. */
        private long leftBehind;

        private Account(long droppedBefore) {
            this.droppedBefore = droppedBefore;
        }
    }

    private final Receivers receivers;
    private final EndpointSenders senders;
    private final Map<Receiver, Account> accounts = new LinkedHashMap<>();
    /** Of those whom only the senders know. */
    private final Map<String, Long> droppedBefore = new HashMap<>();

    /** Begins the account; the senders forget nobody from now on. */
    StopAccount(Receivers receivers, EndpointSenders senders) {
        this.receivers = receivers;
        this.senders = senders;
        senders.forgetNobody();
        receivers.settle();
        receivers.all().forEach(receiver -> accounts.put(receiver, new Account(dropped(receiver))));
        senders.status()
                .forEach(status ->
                        droppedBefore.put(status.name(), status.traffic().lost()));
    }

    /** One has left while events waited for it that were for others, too. */
    void left(Receiver receiver, long leftBehind) {
        account(receiver).leftBehind += leftBehind;
    }

    /** @param names what endpoints are called */
    List<Unsent> unsent(Map<Receiver, String> names) {
        receivers.settle();
        Map<Receiver, Integer> waiting = receivers.unsent();
        // Who connected while the stop began.
        waiting.keySet().forEach(this::account);
        List<Unsent> unsent = new ArrayList<>();
        Set<String> told = new HashSet<>();
        accounts.forEach((receiver, account) -> {
            ReceiverStatus status = receiver.status();
            told.add(status.name());
            long waits = waiting.getOrDefault(receiver, status.queue().events());
            long events = waits + status.traffic().lost() - account.droppedBefore + account.leftBehind;
            add(names.getOrDefault(receiver, status.name()), status.name(), events, unsent);
        });
        for (ReceiverStatus status : senders.status()) {
            if (told.add(status.name())) {
                long lost = status.traffic().lost() - droppedBefore.getOrDefault(status.name(), 0L);
                add(status.name(), status.name(), status.queue().events() + lost, unsent);
            }
        }
        return unsent;
    }

    private static void add(String name, String address, long events, List<Unsent> unsent) {
        if (events > 0) {
            unsent.add(new Unsent(name, address, (int) Math.min(events, Integer.MAX_VALUE)));
        }
    }

    private Account account(Receiver receiver) {
        return accounts.computeIfAbsent(receiver, unused -> new Account(0));
    }

    private static long dropped(Receiver receiver) {
        return receiver.status().traffic().lost();
    }
}
