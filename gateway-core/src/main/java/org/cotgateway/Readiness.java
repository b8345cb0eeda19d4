package org.cotgateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cotgateway.hub.Hub;

/** Whether a gateway is ready for those who connect and send. */
final class Readiness implements Supplier<List<String>> {

    private final Hub hub;
    private final BooleanSupplier isFull;
    private volatile boolean open;

    /** @param isFull whether so much waits in memory that nothing is read; asked on the loop */
    Readiness(Hub hub, BooleanSupplier isFull) {
        this.hub = hub;
        this.isFull = isFull;
    }

    /** All that has to be open is. On any thread. */
    void opened() {
        open = true;
    }

    /** Why it is not ready, each reason a sentence; none if it is. Loop-only. */
    @Override
    public List<String> get() {
        List<String> reasons = new ArrayList<>();
        if (!open) {
            reasons.add("the gateway is starting");
        }
        if (hub.isStopping()) {
            reasons.add("the gateway is stopping");
        }
        if (isFull.getAsBoolean()) {
            reasons.add("too much waits in memory: streams are not read for now");
        }
        reasons.addAll(hub.notListening());
        return reasons;
    }
}
