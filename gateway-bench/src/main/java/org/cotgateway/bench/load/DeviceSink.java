package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The devices: {@code sink.c}, which listens on a loopback address for each and counts what it gets. */
final class DeviceSink implements CountedDevices {

    private static final int DEVICES_PER_BLOCK = 250;
    private static final long SETTLE_TIMEOUT_NS = 10_000_000_000L;

    private final ChildProgram program;
    private final int devices;
    private final int port;
    private long bytes;
    private long each;

    DeviceSink(Path sink, int devices) throws IOException {
        this.devices = devices;
        this.program = new ChildProgram(List.of(sink.toString(), Integer.toString(devices)));
        this.port = (int) program.numbers()[0];
    }

    @Override
    public int count() {
        return devices;
    }

    @Override
    public int port() {
        return port;
    }

    /** The devices' addresses, as {@code loopback.h} numbers them. */
    static List<String> hosts(int devices) {
        List<String> hosts = new ArrayList<>(devices);
        for (int i = 0; i < devices; i++) {
            hosts.add("127.8." + i / DEVICES_PER_BLOCK + "." + (i % DEVICES_PER_BLOCK + 1));
        }
        return hosts;
    }

    /** Waits until every device has taken one more message of that size, so that the next round begins in silence. */
    void awaitOneEach(int messageBytes) throws IOException {
        long expectedBytes = bytes + (long) devices * messageBytes;
        awaitEach(1);
        if (bytes != expectedBytes) {
            throw new IOException("the devices took " + bytes + " bytes; expected " + expectedBytes);
        }
    }

    @Override
    public void awaitEach(int more) throws IOException {
        each += more;
        long deadlineNs = System.nanoTime() + SETTLE_TIMEOUT_NS;
        while (true) {
            Counts counts = Counts.of(program.ask("count"));
            if (counts.least == each && counts.most == each && counts.broken == 0) {
                bytes = counts.bytes;
                return;
            }
            if (counts.most > each || counts.broken > 0 || System.nanoTime() - deadlineNs > 0) {
                throw new IOException(devices + " devices should have got " + each + " messages each; they got "
                        + counts.messages + ", the one with the fewest " + counts.least + ", the one with the most "
                        + counts.most + ", and " + counts.broken + " were broken off");
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

    /** What {@code sink.c} answers. */
    private record Counts(long messages, long bytes, long broken, long least, long most) {

        static Counts of(long[] line) {
            return new Counts(line[0], line[1], line[2], line[3], line[4]);
        }
    }
}
