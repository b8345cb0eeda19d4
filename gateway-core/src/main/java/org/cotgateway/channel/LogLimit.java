package org.cotgateway.channel;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Lets a line that may repeat without end into the log once in a while, with how many were left out. One thread. */
public final class LogLimit {

    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

    private boolean logged;
    private long lastNs;
    private long leftOut;

    /** Logs the line unless one was logged a short while ago. */
    public void warn(Logger log, Supplier<String> line) {
        long nowNs = System.nanoTime();
        if (logged && nowNs - lastNs < INTERVAL_NS) {
            leftOut++;
            return;
        }
        log.warn(leftOut == 0 ? "{}" : "{} (and {} like it)", line.get(), leftOut);
        logged = true;
        lastNs = nowNs;
        leftOut = 0;
    }
}
