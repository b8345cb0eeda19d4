package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The devices: {@code udpsink.c}, which has a socket on a loopback address for each and counts what it gets. */
final class UdpSink implements CountedDevices {

    private static final long SETTLE_TIMEOUT_NS = 5_000_000_000L;
    /** What the system takes of a buffer for a datagram of a kilobyte or less, at most. */
    private static final int DATAGRAM_COST = 2_304;

    private final ChildProgram program;
    private final int devices;
    private final int port;
    private final int buffered;
    private long each;

    UdpSink(Path sink, int devices) throws IOException {
        this.devices = devices;
        this.program = new ChildProgram(List.of(sink.toString(), Integer.toString(devices)));
        long[] numbers = program.numbers();
        this.port = (int) numbers[0];
        this.buffered = (int) numbers[1] / DATAGRAM_COST;
    }

    @Override
    public int count() {
        return devices;
    }

    @Override
    public int port() {
        return port;
    }

    /** How many datagrams of up to a kilobyte find room at every device even while it reads nothing. */
    int buffered() {
        return buffered;
    }

    /** Gives it and the thread of a program that sends a processor each; see {@link Processors}. */
    void keepApart(ChildProgram sender) throws IOException {
        Processors.apart(ThreadTimes.of(sender.pid()).loop(), Long.toString(program.pid()));
    }

    @Override
    public void awaitEach(int more) throws IOException {
        each += more;
        long deadlineNs = System.nanoTime() + SETTLE_TIMEOUT_NS;
        while (true) {
            long[] counts = program.ask("count");
            if (counts[2] == each && counts[3] == each) {
                return;
            }
            if (counts[3] > each || System.nanoTime() - deadlineNs > 0) {
                throw new IOException(devices + " devices should have got " + each + " datagrams each; they got "
                        + counts[0] + ", the one with the fewest " + counts[2] + ", the one with the most "
                        + counts[3]);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public Receipts receipts() throws IOException {
        return Receipts.of(program.ask("receipts"));
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
