package org.cotgateway.bench.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.cotgateway.bench.report.RunRecord;

/**
 * How long everybody in a JVM waits for its collector, as that tells of each collection. Those that were asked for are left
 * out: a load run asks for them to see what lives. Safe on any thread.
 */
final class GcPauses implements NotificationListener {

    private static final String ASKED_FOR = "System.gc()";

    private final long beginNs = System.nanoTime();
    private int pauses;
    private long totalMs;
    private long longestMs;
    private String longest = "none";

    private GcPauses() {}

    /** Those of a JVM from now on. */
    static GcPauses of(MBeanServerConnection jvm) throws IOException {
        GcPauses pauses = new GcPauses();
        for (GarbageCollectorMXBean collector :
                ManagementFactory.getPlatformMXBeans(jvm, GarbageCollectorMXBean.class)) {
            if (!stopsEverybody(collector.getName())) {
                continue;
            }
            try {
                jvm.addNotificationListener(collector.getObjectName(), pauses, null, null);
            } catch (InstanceNotFoundException gone) {
                throw new IOException("no word of collections", gone);
            }
        }
        return pauses;
    }

    /** Z tells of its pauses, and besides of the cycles that it makes while the program goes on. */
    static boolean stopsEverybody(String collector) {
        return !collector.endsWith(" Cycles");
    }

    @Override
    public synchronized void handleNotification(Notification notification, Object unused) {
        if (notification.getUserData() instanceof CompositeData data) {
            GarbageCollectionNotificationInfo told = GarbageCollectionNotificationInfo.from(data);
            if (!told.getGcCause().equals(ASKED_FOR)) {
                long ms = told.getGcInfo().getDuration();
                pauses++;
                totalMs += ms;
                if (ms > longestMs) {
                    longestMs = ms;
                    longest = told.getGcAction() + ", " + told.getGcCause();
                }
            }
        }
    }

    /** Puts them into a record, and prints them. */
    synchronized void addTo(RunRecord.Builder record, String run) {
        double perSecond = totalMs * 1e9 / (System.nanoTime() - beginNs);
        System.out.printf(
                Locale.ROOT,
                "%n%s: the gateway's collector made everybody wait %d times, %.2f ms a second, %d ms at most (%s)%n",
                run,
                pauses,
                perSecond,
                longestMs,
                longest);
        record.less(
                        run + ".gateway.gc_ms_per_s",
                        run + ": waiting for the collector, over the whole run",
                        "ms/s",
                        perSecond)
                .less(
                        run + ".gateway.gc_longest_ms",
                        run + ": longest pause of the collector: " + longest,
                        "ms",
                        longestMs);
    }
}
