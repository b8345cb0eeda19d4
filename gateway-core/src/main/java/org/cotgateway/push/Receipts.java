package org.cotgateway.push;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    private final int maxEnded;
    private final Map<String, Delivery> byToken = new HashMap<>();
    private final Set<Push> expected = new LinkedHashSet<>();
    private final Set<Push> ended = new LinkedHashSet<>();

    /**
     * @param maxEnded how many ended pushes are remembered for receipts that come late; the oldest are forgotten
     */
    Receipts(int maxEnded) {
        this.maxEnded = maxEnded;
    }

    void expect(Push push) {
        expected.add(push);
        push.deliveries().forEach(delivery -> byToken.put(delivery.token(), delivery));
    }

    /** The push has ended; what comes late is still matched for a while. */
    void ended(Push push) {
        if (expected.remove(push)) {
            ended.add(push);
        }
        while (ended.size() > maxEnded) {
            Push oldest = ended.iterator().next();
            ended.remove(oldest);
            oldest.deliveries().forEach(delivery -> byToken.remove(delivery.token()));
        }
    }

    /** The delivery that a download of that package belongs to, or null. */
    @Nullable
    Delivery ofFetch(String sha256, InetAddress client, @Nullable String token) {
        Delivery named = token == null ? null : byToken.get(token);
        if (named != null && isOf(named, sha256)) {
            return named;
        }
        String address = client.getHostAddress();
        List<Delivery> candidates = new ArrayList<>();
        for (Push push : expected) {
            for (Delivery delivery : push.deliveries()) {
                if (delivery.endpoint().host().equals(address) && isOf(delivery, sha256)) {
                    candidates.add(delivery);
                }
            }
        }
        return candidates.size() == 1 ? candidates.get(0) : null;
    }

    /** The delivery that asked for that acknowledgement, or null; one that names another file is not its answer. */
    @Nullable
    Delivery ofAcknowledgement(String requestUid, @Nullable String sha256) {
        Delivery asked = byToken.get(requestUid);
        return asked != null && (sha256 == null || isOf(asked, sha256)) ? asked : null;
    }

    private static boolean isOf(Delivery delivery, String sha256) {
        StoredPackage built = delivery.push().dataPackage();
        return built != null && built.sha256().equalsIgnoreCase(sha256);
    }
}
