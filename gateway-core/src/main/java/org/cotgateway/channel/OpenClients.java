package org.cotgateway.channel;

import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients whose connection is open, who came by one way; each is looked after every {@link LoopContext#TICK_MS}. Loop-only.
 */
final class OpenClients<C extends Client> {

    private static final Client[] NOBODY = {};
    private static final Logger log = LoggerFactory.getLogger(OpenClients.class);

    private final LoopContext context;
    private final Set<C> open = new LinkedHashSet<>();
    /** Those of the last tick, who may leave while others are looked after. */
    private Client[] ticked = NOBODY;

    private boolean changed;
    /** Null while nobody is there. */
    private @Nullable Future<?> ticking;

    OpenClients(LoopContext context) {
        this.context = context;
    }

    void add(C client) {
        open.add(client);
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
            ticked = NOBODY;
        }
        return true;
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
        if (changed) {
            ticked = open.toArray(NOBODY);
            changed = false;
        }
        long nowMs = context.ticksMs();
        long expiryMs = context.expiryMs();
        for (Client client : ticked) {
            try {
                client.tick(nowMs, expiryMs);
            } catch (RuntimeException | Error bug) {
                // One client's trouble must not stop the clock of the others.
                log.error("looking after client {} failed", client, bug);
            }
        }
    }
}
