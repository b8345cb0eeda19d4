package org.cotgateway.channel.fanout;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.jspecify.annotations.Nullable;

/** Events that leave together, at most one of each uid, each with its lane and whoever brought it. Loop-only. */
final class Batch {

    final List<EventImage> images = new ArrayList<>();
    private final List<@Nullable Receiver> sources = new ArrayList<>();
    private final List<FanoutLane> lanes = new ArrayList<>();
    /** Of the event that was offered first. */
    private int leastJoins = Integer.MAX_VALUE;

    int size() {
        return images.size();
    }

    boolean isEmpty() {
        return images.isEmpty();
    }

    EventImage image(int index) {
        return images.get(index);
    }

    FanoutLane lane(int index) {
        return lanes.get(index);
    }

    @Nullable
    Receiver source(int index) {
        return sources.get(index);
    }

    /** The {@link FanoutMembers#joins} when an event was offered. */
    int joins(int index) {
        return lanes.get(index).joins;
    }

    /** The same of the one that was offered first: whoever has joined later does not get that. */
    int leastJoins() {
        return leastJoins;
    }

    /** @param joined when that one did; 0 if nobody has joined since any of these was offered */
    boolean isFor(Receiver receiver, int joined, int index) {
        return sources.get(index) != receiver && (joined == 0 || joined <= joins(index));
    }

    /** Takes over the image. */
    void add(FanoutLane lane, EventImage image, @Nullable Receiver from, int joins) {
        lane.index = images.size();
        lane.joins = joins;
        leastJoins = Math.min(leastJoins, joins);
        images.add(image);
        sources.add(from);
        lanes.add(lane);
    }

    /** Takes over the image, and releases the one whose place it takes. */
    void replace(int index, EventImage image, @Nullable Receiver from, int joins) {
        images.set(index, image).release();
        lanes.get(index).joins = joins;
        sources.set(index, from);
    }

    /** No lane can change it any more. */
    void seal() {
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).index = -1;
        }
    }

    void release() {
        images.forEach(EventImage::release);
        images.clear();
        sources.clear();
        lanes.clear();
        leastJoins = Integer.MAX_VALUE;
    }
}
