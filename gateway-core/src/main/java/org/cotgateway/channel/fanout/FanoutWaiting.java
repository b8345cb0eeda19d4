package org.cotgateway.channel.fanout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.jspecify.annotations.Nullable;

/** What waits in a fan-out as each of its receivers sees it: what it has brought itself, or is for another alone, does not. Loop-only. */
final class FanoutWaiting {

    private final Collection<FanoutLane> lanes;

    /** @param lanes a view of those that there are */
    FanoutWaiting(Collection<FanoutLane> lanes) {
        this.lanes = lanes;
    }

    /** Tells for each receiver how many events wait for it, if any do. */
    void count(Batch batch, Collection<Receiver> receivers, ObjIntConsumer<Receiver> counts) {
        List<FanoutLane.Waiting> waiting = new ArrayList<>();
        lanes.forEach(lane -> lane.addWaitingTo(waiting));
        Map<@Nullable Receiver, Integer> more = new HashMap<>();
        int all = batch.size();
        for (int i = 0; i < batch.size(); i++) {
            more.merge(batch.source(i), -1, Integer::sum);
        }
        for (FanoutLane.Waiting each : waiting) {
            if (each.to() == null) {
                all++;
                more.merge(each.from(), -1, Integer::sum);
            } else {
                more.merge(each.to(), 1, Integer::sum);
            }
        }
        for (Receiver receiver : receivers) {
            int count = all + more.getOrDefault(receiver, 0);
            if (count > 0) {
                counts.accept(receiver, count);
            }
        }
    }

    /**
     * What waits for one receiver, each uid's in its order. A reference to each image goes over to the caller; what is for
     * others, too, still waits for these.
     */
    List<EventImage> takeFor(Receiver receiver, Batch batch) {
        List<EventImage> taken = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.source(i) != receiver) {
                taken.add(batch.image(i).retain());
            }
        }
        lanes.forEach(lane -> lane.takeFor(receiver, taken));
        return taken;
    }
}
