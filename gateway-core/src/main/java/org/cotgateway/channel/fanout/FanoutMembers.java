package org.cotgateway.channel.fanout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * The receivers of a fan-out, and how many events were conflated for each of them: one number for all, and for each what
 * it was when that receiver joined or was last told, with what it brought itself. Loop-only.
 */
final class FanoutMembers {

    private final Map<Receiver, Long> receivers = new LinkedHashMap<>();
    private Receiver[] atLastWrite = {};
    private boolean changed;
    private long conflated;

    void join(Receiver receiver) {
        changed |= receivers.putIfAbsent(receiver, conflated) == null;
    }

    /** Whether it was here. It is told what was conflated for it. */
    boolean leave(Receiver receiver) {
        Long before = receivers.remove(receiver);
        if (before == null) {
            return false;
        }
        changed = true;
        receiver.conflated(conflated - before);
        return true;
    }

    /** Tells every receiver what was conflated for it. */
    void settle() {
        receivers.replaceAll((receiver, before) -> {
            receiver.conflated(conflated - before);
            return conflated;
        });
    }

    /** An event was conflated for all, but for the one that brought it. */
    void conflated(@Nullable Receiver from) {
        conflated++;
        if (from != null) {
            receivers.computeIfPresent(from, (sender, before) -> before + 1);
        }
    }

    /** Those who are here now, for one write, during which others may join and some of these leave. */
    Receiver[] beginWrite() {
        if (changed) {
            atLastWrite = receivers.keySet().toArray(Receiver[]::new);
            changed = false;
        }
        return atLastWrite;
    }

    /** Whether one of those who were here when the write began has not left since then. */
    boolean isStillThere(Receiver receiver) {
        return !changed || receivers.containsKey(receiver);
    }

    /** A view. */
    Set<Receiver> all() {
        return receivers.keySet();
    }

    boolean isEmpty() {
        return receivers.isEmpty();
    }
}
