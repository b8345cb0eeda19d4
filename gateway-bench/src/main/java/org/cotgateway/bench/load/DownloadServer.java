package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One that has all packages, and the process that answers.
 *
 * @param name in words
 * @param pid of that process
 * @param allocations what its threads have allocated so far; asked before and after a turn that is measured, and never in one
 *     whose system calls are counted: to answer takes some
 * @param download the clients
 */
record DownloadServer(
        String name,
        int port,
        long pid,
        Supplier<ThreadAllocations> allocations,
        Map<DownloadSize, SizedPackage> packages,
        ChildProgram download) {

    DownloadServer {
        packages = Map.copyOf(packages);
    }

    /** The same with other clients. */
    DownloadServer with(ChildProgram clients) {
        return new DownloadServer(name, port, pid, allocations, packages, clients);
    }

    DownloadTurns.Measure measure(DownloadCase turn, int turnMs) throws IOException {
        ThreadAllocations allocated = allocations.get();
        ThreadTimes before = ThreadTimes.of(pid);
        DownloadResult result = answers(turn, turnMs);
        long cpuNs = ThreadTimes.of(pid).sinceNs(before);
        return new DownloadTurns.Measure(
                result, cpuNs / 1e3 / result.completed(), allocations.get().sinceBytes(allocated));
    }

    /** The system calls that it makes for its answers. */
    SystemCallCounts systemCalls(DownloadCase turn, int turnMs) throws IOException {
        return SystemCalls.of(pid, () -> answers(turn, turnMs).completed());
    }

    /** Has it looked at what it does in a turn. */
    void show(DownloadCase turn, int turnMs, ThreadProfile.Look look) throws IOException {
        look.at(pid, () -> answers(turn, turnMs).completed());
    }

    /** Has it looked at what its clients do in a turn. */
    void showClients(DownloadCase turn, int turnMs, ThreadProfile.Look look) throws IOException {
        look.at(download.pid(), () -> answers(turn, turnMs).completed());
    }

    /** Who else had a processor while its late answers were late, in percent of them. */
    Map<LateAnswers.Cause, Double> late(DownloadCase turn, int turnMs, Path lateAnswers) throws IOException {
        Function<ProcessorTrace.Owner, LateAnswers.Cause> who =
                LateAnswers.beside(pid, ThreadTimes.loop(pid), download.pid());
        ProcessorTrace trace = ProcessorTrace.of(() -> answers(turn, turnMs).completed());
        return LateAnswers.causes(Files.readAllLines(lateAnswers), trace, who);
    }

    private DownloadResult answers(DownloadCase turn, int turnMs) throws IOException {
        SizedPackage fetched = packages.get(turn.size());
        if (fetched == null) {
            throw new IllegalArgumentException("no package of " + turn.size());
        }
        DownloadResult result = DownloadResult.of(download.ask(turn.command(port, turnMs, fetched)));
        result.requireAll(name + ", " + turn.words());
        return result;
    }
}
