package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The devices: {@code sink.c}, which listens on a loopback address for each and counts what it gets. */
final class DeviceSink implements AutoCloseable {

    private static final int DEVICES_PER_BLOCK = 250;
    private static final long SETTLE_TIMEOUT_NS = 10_000_000_000L;

    private final ChildProgram program;
    private final int devices;
    private final int port;
    private long messages;
    private long bytes;

    DeviceSink(Path sink, int devices) throws IOException {
        this.devices = devices;
        this.program = new ChildProgram(List.of(sink.toString(), Integer.toString(devices)));
        this.port = (int) program.numbers()[0];
    }

    int port() {
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
        messages += devices;
        bytes += (long) devices * messageBytes;
        long deadlineNs = System.nanoTime() + SETTLE_TIMEOUT_NS;
        while (true) {
            long[] counts = program.ask("count");
            if (counts[0] == messages && counts[1] == bytes && counts[2] == 0) {
                return;
            }
            if (counts[0] > messages || counts[2] > 0 || System.nanoTime() - deadlineNs > 0) {
                throw new IOException("the devices took " + counts[0] + " messages with " + counts[1] + " bytes, "
                        + counts[2] + " were broken off; expected " + messages + " with " + bytes);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
