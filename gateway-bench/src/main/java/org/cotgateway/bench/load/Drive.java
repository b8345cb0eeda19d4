package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The publisher and the receivers: {@code drive.c}, connected to one relay. */
final class Drive implements AutoCloseable {

    private static final String PACED = "paced";

    /** Enough for the last event to be where it goes: whoever asks devices meanwhile holds them up. */
    private static final long ARRIVED_MS = 200;

    private final ChildProgram program;
    private final RelayProcess relay;
    private final int receivers;
    private final int eventBytes;
    private boolean traced;

    /**
     * Connects to the relay.
     *
     * @param options further options of {@code drive.c}
     */
    Drive(Path programs, RelayProcess relay, int receivers, List<String> options) throws IOException {
        this(command(programs, relay, receivers, options), relay, receivers);
    }

    /**
     * Connects to the relay.
     *
     * @param command as {@link #command} makes it
     */
    Drive(List<String> command, RelayProcess relay, int receivers) throws IOException {
        this.relay = relay;
        this.receivers = receivers;
        this.program = new ChildProgram(command);
        this.eventBytes = (int) program.numbers()[0];
    }

    /** What starts it. */
    static List<String> command(Path programs, RelayProcess relay, int receivers, List<String> options) {
        List<String> command = new ArrayList<>(List.of(programs.resolve("drive").toString()));
        command.addAll(options);
        command.add(Integer.toString(relay.port()));
        command.add(Integer.toString(receivers));
        return command;
    }

    /** Gives it and the relay's loop a processor each; see {@link Processors}. */
    void keepApart() throws IOException {
        Processors.apart(relay.times().loop(), Long.toString(program.pid()));
    }

    int eventBytes() {
        return eventBytes;
    }

    /** The next event goes out when all receivers have the one before. */
    LoadMeasure lockstep(int events) throws IOException {
        return measure("lockstep " + events, events);
    }

    /** As fast as may be, a bounded number of events ahead of the slowest receiver. */
    LoadMeasure flatOut(int events) throws IOException {
        return measure("flatout " + events, events);
    }

    /** So many a second, on time however late the receivers are; whoever sleeps in between runs where the system wants. */
    LoadMeasure paced(int events, int perSecond) throws IOException {
        Processors.anywhere(relay.times().loop(), Long.toString(program.pid()));
        return measure(PACED + " " + events + " " + perSecond, events);
    }

    /**
     * The same of a relay that sends them to devices, which must get every event, once. How late they have it is what the
     * devices say.
     */
    LoadMeasure paced(int events, int perSecond, CountedDevices devices) throws IOException {
        Processors.anywhere(relay.times().loop(), Long.toString(program.pid()));
        devices.receipts();
        Cost cost = new Cost();
        String command = PACED + " " + events + " " + perSecond;
        DriveResult result = DriveResult.of(program.ask(command));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ARRIVED_MS));
        devices.awaitEach(events);
        Receipts receipts = devices.receipts();
        receipts.requireAll(relay.name() + ", " + command, events, devices.count());
        return cost.of(result, receipts.events(), receipts.each(), receipts.last());
    }

    /** One event, which the relay copies as many times for each receiver. */
    LoadMeasure copies(int copies) throws IOException {
        return measure("copies " + copies, copies);
    }

    /** As fast as may be to a relay that has nobody to give them to, until it answers a ping that follows them. */
    LoadMeasure intake(int events) throws IOException {
        return measure("intake " + events, 0);
    }

    /**
     * The system calls that the relay makes for a load, which takes far longer than usual. What it allocates
     * is not asked meanwhile: to answer takes system calls, too.
     */
    SystemCallCounts systemCalls(SystemCalls.Turn load) throws IOException {
        traced = true;
        try {
            return SystemCalls.of(relay.pid(), load);
        } finally {
            traced = false;
        }
    }

    /** Has it looked at what the relay does under a load, likewise; returns the relay's process. */
    long show(ThreadProfile.Look look, SystemCalls.Turn load) throws IOException {
        traced = true;
        try {
            look.at(relay.pid(), load);
            return relay.pid();
        } finally {
            traced = false;
        }
    }

    private ThreadAllocations allocations() {
        return traced ? ThreadAllocations.UNKNOWN : relay.allocations();
    }

    private LoadMeasure measure(String command, int eventsEach) throws IOException {
        Cost cost = new Cost();
        DriveResult result = DriveResult.of(program.ask(command));
        LoadMeasure measure = cost.of(
                result,
                Math.max(result.sent(), result.received()),
                command.startsWith(PACED) ? result.each() : Latencies.NONE,
                command.startsWith(PACED) ? result.last() : Latencies.NONE);
        result.requireAll(relay.name() + ", " + command, eventsEach, receivers);
        return measure;
    }

    /** What the relay takes from when this is made. */
    private final class Cost {

        private final ThreadAllocations allocationsBefore = allocations();
        private final ThreadTimes before = relay.times();

        Cost() throws IOException {}

        LoadMeasure of(DriveResult result, long deliveries, Latencies each, Latencies last) throws IOException {
            ThreadTimes after = relay.times();
            OptionalLong allocatedBytes = allocations().sinceBytes(allocationsBefore);
            return new LoadMeasure(
                    deliveries,
                    result.wallNs(),
                    after.sinceNs(before),
                    after.loopSinceNs(before),
                    result.cpuNs(),
                    allocatedBytes,
                    each,
                    last);
        }
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
