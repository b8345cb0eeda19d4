package org.cotgateway.bench.load;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.cotgateway.bench.report.RunRecord;
import org.jspecify.annotations.Nullable;

/** The inside of a gateway's JVM, through its management agent and its metrics. */
final class GatewayJvm implements AutoCloseable {

    private static final String LOOP = "cot-gateway-1-";
    private static final double MIB = 1 << 20;

    /** What Netty holds of memory outside of the heap. */
    private static final Pattern NETTY_DIRECT =
            Pattern.compile("netty_allocator_memory_used\\{[^}]*memory_type=\"direct\"[^}]*} (\\S+)");

    private static final Pattern QUEUED_EVENTS = Pattern.compile("(?m)^cotgw_queued_events (\\S+)");

    /** What lives is found by one collection; what its cleaners give back is gone by the second. */
    private static final int COLLECTIONS = 2;

    /** Less than that is what being asked costs. */
    private static final long NOTHING_BYTES = 256 << 10;

    private static final int MOST_READINGS = 20;

    /** What is read of another process. */
    @FunctionalInterface
    interface Reading {
        Living read() throws IOException, InterruptedException;
    }

    /**
     * Bytes that live after a collection: in the heap, in the JVM's direct buffers, in Netty's. Where Netty gets its memory
     * from direct buffers, as on JDK 17, its bytes are among the JVM's; where it gets it from the system, the JVM has next
     * to none.
     */
    record Living(long heapBytes, long directBytes, long nettyBytes) {

        long bytes() {
            return heapBytes + Math.max(directBytes, nettyBytes);
        }
    }

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final ThreadMXBean threads;
    private final BufferPoolMXBean direct;
    private final GcPauses pauses;
    private final long loop;
    private final long beginNs = System.nanoTime();
    private final long allocatedBefore;
    private final HttpClient http = HttpClient.newHttpClient();
    private final @Nullable URI metrics;

    private GatewayJvm(JMXConnector connector, @Nullable URI metrics) throws IOException {
        this.connector = connector;
        this.metrics = metrics;
        MBeanServerConnection connection = connector.getMBeanServerConnection();
        pauses = GcPauses.of(connection);
        memory = ManagementFactory.getPlatformMXBean(connection, MemoryMXBean.class);
        threads = ManagementFactory.getPlatformMXBean(connection, ThreadMXBean.class);
        direct = ManagementFactory.getPlatformMXBeans(connection, BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        loop = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(LOOP))
                .mapToLong(ThreadInfo::getThreadId)
                .findFirst()
                .orElseThrow(() -> new IOException("the gateway has no thread " + LOOP));
        allocatedBefore = allocatedByLoop();
    }

    /** Starts the management agent of a gateway's JVM, if it does not run, and asks it from now on. */
    static GatewayJvm of(RelayProcess gateway) throws IOException {
        return of(gateway.pid(), URI.create("http://127.0.0.1:" + gateway.httpPort() + "/metrics"));
    }

    /** The same of a program that has a gateway's loop and has answered already; it must not be asked what lives in it. */
    static GatewayJvm of(ChildProgram program) throws IOException {
        return of(program.pid(), null);
    }

    @SuppressWarnings("BanJNDI") // the address is what the agent of our own child said of itself
    private static GatewayJvm of(long pid, @Nullable URI metrics) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            return new GatewayJvm(JMXConnectorFactory.connect(new JMXServiceURL(address)), metrics);
        } catch (AttachNotSupportedException failed) {
            throw new IOException("no look into the gateway's JVM", failed);
        }
    }

    /**
     * What lives in its heap, after collecting what does not, and what it holds in buffers outside of it. Right after many
     * clients have left, the first collections do not find all of what they were.
     */
    Living living() throws IOException, InterruptedException {
        return untilNothingGoes(this::collected);
    }

    /** Reads until it is no longer less than it was before; the last but one, then. */
    static Living untilNothingGoes(Reading reading) throws IOException, InterruptedException {
        Living least = reading.read();
        for (int readings = 1; readings < MOST_READINGS; readings++) {
            Living next = reading.read();
            if (next.bytes() > least.bytes() - NOTHING_BYTES) {
                break;
            }
            least = next;
        }
        return least;
    }

    private Living collected() throws IOException, InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return new Living(memory.getHeapMemoryUsage().getUsed(), direct.getMemoryUsed(), nettyDirect());
    }

    /** What its threads have allocated in the heap so far, but for those that are there to be asked. */
    ThreadAllocations allocations() {
        return ThreadAllocations.of(threads);
    }

    /** What its event loop has allocated in the heap so far. */
    long allocatedByLoop() {
        return threads.getThreadAllocatedBytes(loop);
    }

    /** Puts into a record, and prints, what its collector and its loop's allocations were since this looks into it. */
    void addTo(RunRecord.Builder record, String run) {
        pauses.addTo(record, run);
        double perSecond = (allocatedByLoop() - allocatedBefore) * 1e9 / MIB / (System.nanoTime() - beginNs);
        System.out.printf(Locale.ROOT, "%s: its loop allocated %.2f MiB a second in the heap%n", run, perSecond);
        record.less(
                run + ".gateway.loop_allocated_mib_per_s",
                run + ": allocated by the loop, over the whole run",
                "MiB/s",
                perSecond);
    }

    private long nettyDirect() throws IOException, InterruptedException {
        return metric(NETTY_DIRECT);
    }

    /** How many events wait for receivers, or are on their way to one; for each receiver the same one counts anew. */
    long queuedEvents() throws IOException, InterruptedException {
        return metric(QUEUED_EVENTS);
    }

    private long metric(Pattern pattern) throws IOException, InterruptedException {
        if (metrics == null) {
            throw new IllegalStateException("it has no metrics");
        }
        String text = http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return pattern.matcher(text)
                .results()
                .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                .sum();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
