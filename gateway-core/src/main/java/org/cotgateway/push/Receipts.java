package org.cotgateway.push;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.cotgateway.datapackage.StoredPackage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the delivery that a download or an acknowledgement belongs to. Loop-only.
 *
 * <p>Every delivery has a token of its own: it is the uid of its acknowledgement request and part of its download URL. So
 * devices behind one address are told apart, and one that answers from another address than it was sent to is
 * recognised. A download without a token is matched by its address, if only one delivery can be meant.
 */
final class Receipts {

    private final int maxEndedDeliveries;
    private final long maxEndedBytes;
    private final Map<String, Delivery> byToken = new HashMap<>();
    private final Map<String, Set<Delivery>> expectedByHost = new HashMap<>();
    private final Queue<Ended> ended = new ArrayDeque<>();
    private int endedDeliveries;
    private long endedBytes;

    /** An ended push, and what it took then. */
    private record Ended(Push push, long bytes) {}

    /**
     * The oldest pushes are forgotten when there are more.
     *
     * @param maxEndedDeliveries how many deliveries of ended pushes are remembered for receipts that come late
     * @param maxEndedBytes how much memory these pushes may take
     */
    Receipts(int maxEndedDeliveries, long maxEndedBytes) {
        this.maxEndedDeliveries = maxEndedDeliveries;
        this.maxEndedBytes = maxEndedBytes;
    }

    void expect(Push push) {
        for (Delivery delivery : push.deliveries()) {
            byToken.put(delivery.token(), delivery);
            expectedByHost
                    .computeIfAbsent(delivery.endpoint().host(), host -> new HashSet<>())
                    .add(delivery);
        }
    }

    /** The push has ended, once; what comes late is still matched by its token for a while. */
    void ended(Push push) {
        push.deliveries().forEach(this::noLongerExpected);
        Ended last = new Ended(push, push.bytes());
        ended.add(last);
        endedDeliveries += push.deliveries().size();
        endedBytes += last.bytes();
        while (endedDeliveries > maxEndedDeliveries || endedBytes > maxEndedBytes) {
            Ended oldest = ended.remove();
            List<Delivery> deliveries = oldest.push().deliveries();
            endedDeliveries -= deliveries.size();
            endedBytes -= oldest.bytes();
            deliveries.forEach(delivery -> byToken.remove(delivery.token()));
        }
    }

    private void noLongerExpected(Delivery delivery) {
        String host = delivery.endpoint().host();
        Set<Delivery> sameHost = expectedByHost.get(host);
        if (sameHost != null && sameHost.remove(delivery) && sameHost.isEmpty()) {
            expectedByHost.remove(host);
        }
    }

    /** The delivery that a download of that package belongs to, or null. */
    @Nullable
    Delivery ofFetch(String sha256, InetAddress client, @Nullable String token) {
        Delivery named = token == null ? null : byToken.get(token);
        if (named != null && isOf(named, sha256)) {
            return named;
        }
        Set<Delivery> expected = expectedByHost.isEmpty() ? null : expectedByHost.get(client.getHostAddress());
        if (expected == null) {
            return null;
        }
        List<Delivery> meant =
                expected.stream().filter(delivery -> isOf(delivery, sha256)).toList();
        return meant.size() == 1 ? meant.get(0) : null;
    }

    /** The delivery that asked for that acknowledgement, or null. */
    @Nullable
    Delivery ofAcknowledgement(String requestUid) {
        return byToken.get(requestUid);
    }

    private static boolean isOf(Delivery delivery, String sha256) {
        StoredPackage built = delivery.push().dataPackage();
        return built != null && built.sha256().equalsIgnoreCase(sha256);
    }
}
