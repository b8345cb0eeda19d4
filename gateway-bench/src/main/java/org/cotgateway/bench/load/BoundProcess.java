package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs that do not outlive us, not even if we are killed: the system sends them SIGTERM when the thread ends that
 * started them ({@code setpriv}, which then becomes the program). Load runs start theirs from their main thread.
 */
final class BoundProcess {

    private static final List<String> UNTIL_WE_END = List.of("setpriv", "--pdeathsig", "TERM", "--");

    private static final long TIMEOUT_S = 120;

    private BoundProcess() {}

    static ProcessBuilder of(List<String> command) {
        List<String> all = new ArrayList<>(UNTIL_WE_END);
        all.addAll(command);
        return new ProcessBuilder(all);
    }

    /**
     * Waits until it ends, which it has been told to or does by itself, and returns its exit status.
     *
     * @param name what complaints call it
     */
    static int finish(Process process, String name) throws IOException {
        try {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(name + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
