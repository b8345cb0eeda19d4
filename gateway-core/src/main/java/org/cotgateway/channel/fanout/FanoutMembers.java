package org.cotgateway.channel.fanout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * The receivers of a fan-out, and how many events were conflated and refused for each of them: one number for all, and for
 * each what it was when that receiver joined or was last told, with what it brought itself. Loop-only.
 */
final class FanoutMembers {

    /** What the numbers were. */
    private static final class Before {
        private long conflated;
        private long refused;
    }

    private static final Receiver[] NOBODY = {};

    private final Map<Receiver, Before> receivers = new LinkedHashMap<>();
    private Receiver[] atLastWrite = NOBODY;
    private boolean changed;
    private long conflated;
    private long refused;

    void join(Receiver receiver) {
        if (!receivers.containsKey(receiver)) {
            Before before = new Before();
            before.conflated = conflated;
            before.refused = refused;
            receivers.put(receiver, before);
            changed = true;
        }
    }

    /** Whether it was here. It is told what was conflated and refused for it. */
    boolean leave(Receiver receiver) {
        Before before = receivers.remove(receiver);
        if (before == null) {
            return false;
        }
        changed = true;
        if (receivers.isEmpty()) {
            // No write may ever follow, which would let go of them.
            atLastWrite = NOBODY;
        }
        tell(receiver, before);
        return true;
    }

    /** Tells every receiver what was conflated and refused for it. */
    void settle() {
        receivers.forEach(this::tell);
    }

    private void tell(Receiver receiver, Before before) {
        receiver.dropped(DropReason.CONFLATED, conflated - before.conflated);
        receiver.dropped(DropReason.FULL, refused - before.refused);
        before.conflated = conflated;
        before.refused = refused;
    }

    /** An event was conflated for all, but for the one that brought it; answers how many those are. */
    int conflated(@Nullable Receiver from) {
        conflated++;
        Before sender = from == null ? null : receivers.get(from);
        if (sender == null) {
            return receivers.size();
        }
        sender.conflated++;
        return receivers.size() - 1;
    }

    /** An event was refused for all, but for the one that brought it; answers how many those are. */
    int refused(@Nullable Receiver from) {
        refused++;
        Before sender = from == null ? null : receivers.get(from);
        if (sender == null) {
            return receivers.size();
        }
        sender.refused++;
        return receivers.size() - 1;
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
