package org.cotgateway.channel;

import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients whose connection is open, who came by one way. Whoever has something waiting is looked after every {@link
 * LoopContext#TICK_MS}, all others in a round of {@value #TICKS_OF_ROUND} ticks at most: of hundreds who want for nothing,
 * looking at each more often would cost as much of the loop as what is written to them. Loop-only.
 */
final class OpenClients<C extends Client> {

    private static final int TICKS_OF_ROUND = 10;

    private static final Client[] NOBODY = {};
    private static final Logger log = LoggerFactory.getLogger(OpenClients.class);

    private final LoopContext context;
    private final LogLimit faults;
    private final Set<C> open = new LinkedHashSet<>();
    /** Those of this round, some of whom may have left. */
    private Client[] round = NOBODY;
    /** How many of them have had their turn. */
    private int looked;

    private boolean changed;
    /** Those for whom something waits. */
    private final List<Client> busy = new ArrayList<>();

    /** Null while nobody is there. */
    private @Nullable Future<?> ticking;

    OpenClients(LoopContext context) {
        this.context = context;
        this.faults = new LogLimit(context.loop);
    }

    void add(C client) {
        open.add(client);
        client.isAmong(this);
        changed = true;
        if (ticking == null) {
            ticking = context.loop.scheduleWithFixedDelay(
                    this::tick, LoopContext.TICK_MS, LoopContext.TICK_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether it was there. */
    boolean remove(C client) {
        if (!open.remove(client)) {
            return false;
        }
        changed = true;
        if (open.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
            round = NOBODY;
            looked = 0;
            busy.clear();
            faults.close();
        }
        return true;
    }

    /** Something waits for a client, who is looked after at every tick until nothing does. */
    void becameBusy(Client client) {
        busy.add(client);
    }

    int size() {
        return open.size();
    }

    /** A copy. */
    List<C> all() {
        return List.copyOf(open);
    }

    /** What waits for all of them. */
    ReceiverStatus.Queue queue() {
        ReceiverStatus.Queue all = ReceiverStatus.Queue.EMPTY;
        for (C client : open) {
            all = all.plus(client.queue());
        }
        return all;
    }

    /** Must not throw: the task would never run again. */
    private void tick() {
        long nowMs = context.ticksMs();
        long expiryMs = context.expiryMs();
        lookAfterBusy(nowMs, expiryMs);
        if (looked == round.length) {
            beginRound();
        }
        Client[] those = round;
        int from = looked;
        int to = Math.min(those.length, from + (those.length + TICKS_OF_ROUND - 1) / TICKS_OF_ROUND);
        // Before they are looked after: the last one may leave meanwhile.
        looked = to;
        for (int i = from; i < to; i++) {
            lookAfter(those[i], nowMs, expiryMs);
        }
    }

    private void beginRound() {
        looked = 0;
        if (changed) {
            round = open.toArray(NOBODY);
            changed = false;
        }
    }

    private void lookAfterBusy(long nowMs, long expiryMs) {
        if (busy.isEmpty()) {
            return;
        }
        Client[] those = busy.toArray(NOBODY);
        busy.clear();
        for (Client client : those) {
            lookAfter(client, nowMs, expiryMs);
            if (client.isStillBusy()) {
                busy.add(client);
            }
        }
    }

    private void lookAfter(Client client, long nowMs, long expiryMs) {
        try {
            client.tick(nowMs, expiryMs);
        } catch (RuntimeException | Error bug) {
            // One client's trouble must not stop the clock of the others.
            String name = client.toString();
            faults.error(log, name, "looking after client " + name + " failed", bug);
        }
    }
}
