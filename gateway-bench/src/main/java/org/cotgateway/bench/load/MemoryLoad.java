package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The memory run: what a gateway holds with more and more stream receivers that get nothing, each time after a collection of
 * the whole heap; then the same with clients that never read and the events that wait for them; then what its loop allocates
 * while it delivers, to few receivers and to three times as many.
 *
 * <p>Prints a table and writes the record {@code memory}. Run it by {@code scripts/bench memory}.
 */
@Command(
        name = "MemoryLoad",
        description = "Measures memory of idle receivers and of what waits, and allocation of deliveries.")
public final class MemoryLoad implements Callable<Integer> {

    private static final double MIB = 1 << 20;

    /** Who has had these is connected. */
    private static final int PROBE_EVENTS = 5;

    /** Clients that never read. */
    private static final int STOPPED = 30;
    /** How often each uid comes: what the sockets take before it waits is of the first times. */
    private static final int TIMES = 5;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(
            names = "--receivers",
            split = ",",
            description = "How many idle receivers, rising, at least two numbers; ${DEFAULT-VALUE} unless told.")
    private List<Integer> counts = List.of(0, 100, 500, 1_000);

    @Option(names = "--few", description = "How many receivers get what is delivered, and then three times as many.")
    private int few = 100;

    private final Map<Integer, List<Double>> resident = new TreeMap<>();
    private final Map<Integer, List<Double>> living = new TreeMap<>();
    private final List<Double> eachReceiver = new ArrayList<>();
    private final List<Double> eachWaiting = new ArrayList<>();
    private final List<Double> eachDelivery = new ArrayList<>();
    private final List<Double> eachEvent = new ArrayList<>();

    MemoryLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new MemoryLoad(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireRounds();
        try (RelayProcess gateway = options.startGateway("memory")) {
            try (GatewayJvm jvm = GatewayJvm.of(gateway)) {
                for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
                    idle(gateway, jvm, round >= 0);
                }
                for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
                    waiting(gateway, jvm, round >= 0);
                }
            }
            // Looked into anew: only while it delivers do pauses of its collector mean something.
            try (GatewayJvm jvm = GatewayJvm.of(gateway)) {
                for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
                    delivering(gateway, jvm, round >= 0);
                }
                RunRecord.Builder record = record();
                jvm.addTo(record, "memory_delivering");
                options.finish(record.build());
            }
        }
        return 0;
    }

    private void idle(RelayProcess gateway, GatewayJvm jvm, boolean measured) throws IOException, InterruptedException {
        int files = gateway.openFiles();
        Map<Integer, Long> bytes = new TreeMap<>();
        Deque<Drive> drives = new ArrayDeque<>();
        try {
            int connected = 0;
            forgetWhoLeft(gateway);
            for (int count : counts) {
                if (count > connected) {
                    // Each drive has a publisher, which is a receiver as the others.
                    Drive more = new Drive(options.program(""), gateway, count - connected - 1, List.of());
                    drives.push(more);
                    more.lockstep(PROBE_EVENTS);
                    connected = count;
                }
                bytes.put(count, jvm.living().bytes());
                if (measured) {
                    add(living, count, bytes.get(count) / MIB);
                    add(resident, count, gateway.residentBytes() / MIB);
                }
            }
        } finally {
            for (Drive drive : drives) {
                drive.close();
            }
        }
        gateway.awaitOpenFiles(files);
        if (measured) {
            int least = counts.get(0);
            int most = counts.get(counts.size() - 1);
            eachReceiver.add((double) (bytes.getOrDefault(most, 0L) - bytes.getOrDefault(least, 0L)) / (most - least));
        }
    }

    /** Until the next event comes, the hub holds on to those whom the last one went to. */
    private void forgetWhoLeft(RelayProcess gateway) throws IOException {
        try (Drive drive = new Drive(options.program(""), gateway, 0, List.of())) {
            drive.intake(PROBE_EVENTS);
        }
    }

    /** The difference between some who never read and none is what waits for them, and they themselves, who are few. */
    private void waiting(RelayProcess gateway, GatewayJvm jvm, boolean measured)
            throws IOException, InterruptedException {
        Waiting none = waiting(gateway, jvm, 0);
        Waiting some = waiting(gateway, jvm, STOPPED);
        long events = some.events - none.events;
        if (events <= 0) {
            throw new IOException("nothing waits for clients that do not read");
        }
        if (measured) {
            eachWaiting.add((double) (some.heapBytes - none.heapBytes) / events);
        }
    }

    private record Waiting(long heapBytes, long events) {}

    private Waiting waiting(RelayProcess gateway, GatewayJvm jvm, int stopped)
            throws IOException, InterruptedException {
        int files = gateway.openFiles();
        int uids = options.either(10_000, 5_000);
        Waiting waiting;
        try (Drive drive =
                new Drive(options.program(""), gateway, 1, List.of("--stopped=" + stopped, "--uids=" + uids))) {
            drive.lockstep(PROBE_EVENTS);
            drive.flatOut(TIMES * uids);
            waiting = new Waiting(jvm.living().heapBytes(), jvm.queuedEvents());
        }
        gateway.awaitOpenFiles(files);
        return waiting;
    }

    /** The difference between few and many is what deliveries cost; what both have is what events cost. */
    private void delivering(RelayProcess gateway, GatewayJvm jvm, boolean measured)
            throws IOException, InterruptedException {
        int events = options.either(10_000, 500);
        double toFew = allocated(gateway, jvm, few, events);
        double toMany = allocated(gateway, jvm, 3 * few, events);
        if (measured) {
            double delivery = (toMany - toFew) / (2.0 * few);
            eachDelivery.add(delivery);
            eachEvent.add(toFew - delivery * few);
        }
    }

    /** Bytes that the loop allocates for each event. */
    private double allocated(RelayProcess gateway, GatewayJvm jvm, int receivers, int events)
            throws IOException, InterruptedException {
        int files = gateway.openFiles();
        double bytes;
        try (Drive drive = new Drive(options.program(""), gateway, receivers, List.of())) {
            drive.lockstep(events / 2);
            long before = jvm.allocatedByLoop();
            drive.lockstep(events);
            bytes = (double) (jvm.allocatedByLoop() - before) / events;
        }
        gateway.awaitOpenFiles(files);
        return bytes;
    }

    private static void add(Map<Integer, List<Double>> values, int count, double value) {
        values.computeIfAbsent(count, first -> new ArrayList<>()).add(value);
    }

    private RunRecord.Builder record() throws IOException {
        RunRecord.Builder record = options.record("memory")
                .less(
                        "bytes_per_idle_receiver",
                        "an idle stream receiver, heap and buffers after a collection",
                        "B",
                        array(eachReceiver))
                .less(
                        "bytes_per_waiting_event",
                        "an event that waits for a client that does not read, heap after a collection",
                        "B",
                        array(eachWaiting))
                .less(
                        "allocated_bytes_per_delivery",
                        "allocated by the loop for one more receiver of an event",
                        "B",
                        array(eachDelivery))
                .less(
                        "allocated_bytes_per_event",
                        "allocated by the loop for an event, whoever gets it",
                        "B",
                        array(eachEvent));
        living.forEach((count, values) -> record.less(
                        "living_" + count + ".gateway.mib",
                        "living with " + count + " idle receivers",
                        "MiB",
                        array(values))
                .point("memory", "gateway, living", count, array(values)));
        resident.forEach((count, values) -> record.less(
                        "resident_" + count + ".gateway.mib",
                        "resident with " + count + " idle receivers",
                        "MiB",
                        array(values))
                .point("memory", "gateway, resident", count, array(values)));
        return record;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
