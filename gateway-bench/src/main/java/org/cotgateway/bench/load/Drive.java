package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The publisher and the receivers: {@code drive.c}, connected to one relay. */
final class Drive implements AutoCloseable {

    private final ChildProgram program;
    private final RelayProcess relay;
    private final int receivers;
    private final int eventBytes;

    /**
     * Connects to the relay.
     *
     * @param stopped further connections, which are never read from
     * @param options further options of {@code drive.c}
     */
    Drive(Path programs, RelayProcess relay, int receivers, int stopped, List<String> options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(programs.resolve("drive").toString(), "--stopped", Integer.toString(stopped)));
        command.addAll(options);
        command.add(Integer.toString(relay.port()));
        command.add(Integer.toString(receivers));
        this.relay = relay;
        this.receivers = receivers;
        this.program = new ChildProgram(command);
        this.eventBytes = (int) program.numbers()[0];
    }

    int eventBytes() {
        return eventBytes;
    }

    /** The next event goes out when all receivers have the one before. */
    RelayMeasure lockstep(int events) throws IOException {
        return measure("lockstep " + events, events);
    }

    /** As fast as may be, a bounded number of events ahead of the slowest receiver. */
    RelayMeasure flatOut(int events) throws IOException {
        return measure("flatout " + events, events);
    }

    /** So many a second, on time however late the receivers are. */
    RelayMeasure paced(int events, int perSecond) throws IOException {
        return measure("paced " + events + " " + perSecond, events);
    }

    /** One event, which the relay copies as many times for each receiver. */
    RelayMeasure copies(int copies) throws IOException {
        return measure("copies " + copies, copies);
    }

    /** As fast as may be to a relay that has nobody to give them to, until it answers a ping that follows them. */
    RelayMeasure intake(int events) throws IOException {
        return measure("intake " + events, 0);
    }

    private RelayMeasure measure(String command, int eventsEach) throws IOException {
        long cpuNs = relay.cpuNs();
        long loopNs = relay.loopCpuNs();
        DriveResult result = DriveResult.of(program.ask(command));
        result.requireAll(relay.name() + ", " + command, eventsEach, receivers);
        return new RelayMeasure(result, relay.cpuNs() - cpuNs, relay.loopCpuNs() - loopNs);
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
