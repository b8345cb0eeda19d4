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

    private final Receivers receivers;
    private final EndpointSenders senders;
    /** What each had not got for other reasons when the stop began. */
    private final Map<Receiver, Long> droppedBefore = new LinkedHashMap<>();
    /** The same of those whom only the senders know. */
    private final Map<String, Long> droppedBeforeTo = new HashMap<>();

    /** Begins the account; the senders forget nobody from now on. */
    StopAccount(Receivers receivers, EndpointSenders senders) {
        this.receivers = receivers;
        this.senders = senders;
        senders.forgetNobody();
        receivers.settle();
        receivers.all().forEach(receiver -> droppedBefore.put(receiver, dropped(receiver)));
        senders.status()
                .forEach(status ->
                        droppedBeforeTo.put(status.name(), status.traffic().lost()));
    }

    /** One has left; it may have come when the stop had begun. */
    void left(Receiver receiver) {
        droppedBefore.putIfAbsent(receiver, 0L);
    }

    /** @param names what endpoints are called */
    List<Unsent> unsent(Map<Receiver, String> names) {
        receivers.settle();
        Map<Receiver, Integer> waiting = receivers.unsent();
        // Who connected while the stop began.
        waiting.keySet().forEach(this::left);
        List<Unsent> unsent = new ArrayList<>();
        Set<String> told = new HashSet<>();
        droppedBefore.forEach((receiver, before) -> {
            ReceiverStatus status = receiver.status();
            told.add(status.name());
            long waits = waiting.getOrDefault(receiver, status.queue().events());
            long events = waits + status.traffic().lost() - before;
            add(names.getOrDefault(receiver, status.name()), status.name(), events, unsent);
        });
        for (ReceiverStatus status : senders.status()) {
            if (told.add(status.name())) {
                long lost = status.traffic().lost() - droppedBeforeTo.getOrDefault(status.name(), 0L);
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

    private static long dropped(Receiver receiver) {
        return receiver.status().traffic().lost();
    }
}
