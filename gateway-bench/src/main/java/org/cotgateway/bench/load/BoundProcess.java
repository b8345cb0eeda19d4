package org.cotgateway.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts programs that do not outlive us, not even if we are killed: the system sends them SIGTERM when the thread ends that
 * started them ({@code setpriv}, which then becomes the program). Load runs start theirs from their main thread.
 */
final class BoundProcess {

    private static final List<String> UNTIL_WE_END = List.of("setpriv", "--pdeathsig", "TERM", "--");

    private BoundProcess() {}

    static ProcessBuilder of(List<String> command) {
        List<String> all = new ArrayList<>(UNTIL_WE_END);
        all.addAll(command);
        return new ProcessBuilder(all);
    }
}
