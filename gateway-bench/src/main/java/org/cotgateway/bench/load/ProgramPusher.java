package org.cotgateway.bench.load;

import java.io.IOException;

/** The yardstick: {@code push.c}, one of its ways of closing. */
final class ProgramPusher implements Pusher {

    /** Closes right after sending. */
    static final String CLOSE = "close";
    /** Half-closes, and closes once the device has closed. */
    static final String WAIT = "wait";

    private final ChildProgram program;
    private final String closing;

    ProgramPusher(ChildProgram program, String closing) {
        this.program = program;
        this.closing = closing;
    }

    @Override
    public RoundCost push() throws IOException {
        long[] cost = program.ask(closing);
        return new RoundCost(cost[0], cost[1]);
    }
}
