package org.cotgateway.channel.fanout;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.SocketPath;
import org.jspecify.annotations.Nullable;

/**
 * The receivers of a fan-out, and how many events were conflated and refused for each of them: one number for all, and for
 * each what it was when that receiver joined or was last told, with what it brought itself. Loop-only.
 */
final class FanoutMembers {

    /** What the numbers were, and when it joined. */
    private static final class Before {
        private final int joined;
        private long conflated;
        private long refused;

        private Before(int joined, long conflated, long refused) {
            this.joined = joined;
            this.conflated = conflated;
            this.refused = refused;
        }
    }

    private static final Receiver[] NOBODY = {};
    private static final @Nullable SocketPath[] NO_PATHS = {};

    private final Map<Receiver, Before> receivers = new LinkedHashMap<>();
    private Receiver[] atLastWrite = NOBODY;
    private @Nullable SocketPath[] paths = NO_PATHS;
    private int[] joined = {};
    private boolean changed;
    private int joins;
    private long conflated;
    private long refused;

    void join(Receiver receiver) {
        if (!receivers.containsKey(receiver)) {
            receivers.put(receiver, new Before(++joins, conflated, refused));
            changed = true;
        }
    }

    /** How often somebody has joined so far: what is offered now is for those who were among them, not for who comes later. */
    int joins() {
        return joins;
    }

    /** The how-manieth one that is here was to join, from 1 on; 0 if it is not here. */
    int joined(Receiver receiver) {
        Before before = receivers.get(receiver);
        return before == null ? 0 : before.joined;
    }

    /** When it had joined; 0 if it was not here. It is told what was conflated and refused for it. */
    int leave(Receiver receiver) {
        Before before = receivers.remove(receiver);
        if (before == null) {
            return 0;
        }
        changed = true;
        if (receivers.isEmpty()) {
            // No write may ever follow, which would let go of them.
            atLastWrite = NOBODY;
            paths = NO_PATHS;
        }
        tell(receiver, before);
        return before.joined;
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

    /**
     * An event was conflated for all, but for the one that brought it; answers how many those are.
     *
     * @param offeredTo the {@link #joins} when it was offered
     */
    int conflated(@Nullable Receiver from, int offeredTo) {
        conflated++;
        int others = 0;
        Before sender = from == null ? null : receivers.get(from);
        if (sender != null) {
            sender.conflated++;
            others++;
        }
        if (offeredTo < joins) {
            for (Before each : receivers.values()) {
                if (each.joined > offeredTo && each != sender) {
                    each.conflated++;
                    others++;
                }
            }
        }
        return receivers.size() - others;
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
            paths = Arrays.stream(atLastWrite).map(Receiver::path).toArray(SocketPath[]::new);
            joined = Arrays.stream(atLastWrite).mapToInt(this::joined).toArray();
            changed = false;
        }
        return atLastWrite;
    }

    /** The short ways to those who were here when the write began, in the same order. */
    @Nullable
    SocketPath[] paths() {
        return paths;
    }

    /** {@link #joined} of those who were here when the write began, in the same order. */
    int[] joined() {
        return joined;
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
