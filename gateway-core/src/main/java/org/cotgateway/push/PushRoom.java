package org.cotgateway.push;

import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** How much may be under way at once, and how much is. Any thread. */
final class PushRoom {

    private final int maxDeliveries;
    private final long maxBytes;
    /** Guarded by this object, as are the bytes. */
    private long deliveries;

    private long bytes;

    PushRoom(PushSettings settings) {
        this.maxDeliveries = settings.maxActiveDeliveries();
        this.maxBytes = settings.maxActiveBytes();
    }

    /** Takes room for a push; or says why there is none, and takes none. */
    synchronized @Nullable Violation take(PushRequest request) {
        int wanted = request.endpoints().size();
        if (deliveries + wanted > maxDeliveries) {
            String rule = "at most " + maxDeliveries + " deliveries may be under way at once; " + deliveries + " are";
            return Violation.of("endpoints", String.valueOf(wanted), rule);
        }
        long weight = PushWeight.withoutDeliveries(request);
        if (bytes + weight > maxBytes) {
            String rule = "at most " + maxBytes + " bytes of events may be under way at once; " + bytes + " are";
            return Violation.of("event", weight + " bytes", rule);
        }
        deliveries += wanted;
        bytes += weight;
        return null;
    }

    /** Gives back what was taken for a push. */
    synchronized void free(PushRequest request) {
        deliveries -= request.endpoints().size();
        bytes -= PushWeight.withoutDeliveries(request);
    }
}
