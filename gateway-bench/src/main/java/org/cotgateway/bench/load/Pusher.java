package org.cotgateway.bench.load;

import java.io.IOException;

/** Something that sends the message to every device. */
interface Pusher {

    /** Sends it so often, one after the other, and returns when the last has been handed over. */
    LoadMeasure push(int times) throws IOException;

    /**
     * A program that does so when it is told how often, and answers with wall clock and processor time if it is in C, with its
     * {@link OwnCost} if it is ours.
     *
     * @param command what stands before how often
     */
    static Pusher program(ChildProgram program, String command, int devices) {
        return times -> {
            long[] cost = program.ask(command + times);
            LoadMeasure measure =
                    new LoadMeasure((long) devices * times, cost[0], cost[1], cost[cost.length == 2 ? 1 : 2], 0);
            return cost.length == 2 ? measure : measure.allocating(cost[3]);
        };
    }
}
