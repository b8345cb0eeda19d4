package org.cotgateway.channel.fanout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.cotgateway.channel.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a fan-out as each of its receivers sees it: what it has brought itself, what was offered before it joined, or
 * is for another alone, does not. Loop-only.
 */
final class FanoutWaiting {

    private final Collection<FanoutLane> lanes;

    /** @param lanes a view of those that there are */
    FanoutWaiting(Collection<FanoutLane> lanes) {
        this.lanes = lanes;
    }

    /** Tells for each receiver how many events wait for it, if any do. */
    void count(Batch batch, FanoutMembers members, ObjIntConsumer<Receiver> counts) {
        List<FanoutLane.Waiting> waiting = new ArrayList<>();
        lanes.forEach(lane -> lane.addWaitingTo(waiting));
        Map<@Nullable Receiver, Integer> more = new HashMap<>();
        int all = batch.size();
        int leastJoins = batch.leastJoins();
        for (int i = 0; i < batch.size(); i++) {
            more.merge(batch.source(i), -1, Integer::sum);
        }
        for (FanoutLane.Waiting each : waiting) {
            if (each instanceof FanoutLane.ForAll others) {
                all++;
                more.merge(others.from(), -1, Integer::sum);
                leastJoins = Math.min(leastJoins, others.joins());
            } else if (each instanceof FanoutLane.ForOne alone) {
                more.merge(alone.to(), 1, Integer::sum);
            }
        }
        for (Receiver receiver : members.all()) {
            int joined = members.joined(receiver);
            int count = joined <= leastJoins
                    ? all + more.getOrDefault(receiver, 0)
                    : countFor(receiver, joined, batch, waiting);
            if (count > 0) {
                counts.accept(receiver, count);
            }
        }
    }

    /** For one that has joined while some of these waited. */
    private static int countFor(Receiver receiver, int joined, Batch batch, List<FanoutLane.Waiting> waiting) {
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            count += batch.isFor(receiver, joined, i) ? 1 : 0;
        }
        for (FanoutLane.Waiting each : waiting) {
            count += each.isFor(receiver, joined) ? 1 : 0;
        }
        return count;
    }

    /**
     * What waits for one receiver, each uid's in its order. It goes over to the caller; what is for others, too, still waits
     * for these.
     *
     * @param joined when it did
     */
    List<FanoutLane.Waiting> takeFor(Receiver receiver, int joined, Batch batch) {
        List<FanoutLane.Waiting> taken = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.isFor(receiver, joined, i)) {
                taken.add(new FanoutLane.ForAll(batch.image(i).retain(), batch.source(i), batch.joins(i)));
            }
        }
        lanes.forEach(lane -> lane.takeFor(receiver, joined, taken));
        return taken;
    }
}
