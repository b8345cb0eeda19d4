package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.Locale;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Option;

/**
 * The turns of a run behind those that are measured, in which it is looked at what somebody does: {@code perf} looks at the
 * thread that carries the events, {@code strace} counts system calls. Either slows down whom it looks at.
 */
final class TracedTurns {

    @Option(
            names = "--syscalls",
            description =
                    "Count the system calls of a delivery or an answer, too, by strace, in turns that are not measured; unless it is"
                            + " a quick run, that is done wherever it can be.")
    private boolean askedForSystemCalls;

    @Option(
            names = "--profile",
            description =
                    "Show what the thread that carries the events does for each of them, too, by perf, in turns that are not"
                            + " measured; unless it is a quick run, that is done wherever it can be.")
    private boolean askedForProfile;

    /** Takes them and adds what they find to the record, or writes that. */
    @FunctionalInterface
    interface Taking {
        void take() throws IOException;
    }

    /** Has them taken as far as that is wanted, and writes the record of the run, whatever becomes of them. */
    void takeAndWrite(LoadOptions options, RunRecord.Builder record, ThreadProfile profile, Taking systemCalls)
            throws IOException {
        takeThen(options, record, profile, systemCalls, () -> options.write(record));
    }

    /** Has them taken as far as that is wanted, and the record written in a way of its own, whatever becomes of them. */
    void takeThen(
            LoadOptions options, RunRecord.Builder record, ThreadProfile profile, Taking systemCalls, Taking writing)
            throws IOException {
        try {
            if (askedForProfile || (!options.isQuick() && ThreadProfile.canBeHad())) {
                System.out.println();
                profile.take(options.rounds(), options.results(), record);
            }
        } finally {
            countThen(options, systemCalls, writing);
        }
    }

    private void countThen(LoadOptions options, Taking systemCalls, Taking writing) throws IOException {
        try {
            if (askedForSystemCalls || (!options.isQuick() && SystemCalls.areCountable())) {
                System.out.println();
                systemCalls.take();
            }
        } finally {
            writing.take();
        }
    }

    /**
     * Puts system calls into a record, and prints them, by name too.
     *
     * @param per what each of them is a part of: a {@code delivery}, or a {@code request}
     */
    static void add(LoadCase traced, String per, SystemCallCounts calls, RunRecord.Builder record) {
        String title = traced.load() + ", " + traced.who() + ": system calls";
        String unit = "calls/" + per;
        System.out.printf(Locale.ROOT, "%s %.3f %s: %s%n", title, calls.perDelivery(), unit, calls.names());
        record.less(traced.name() + ".syscalls_per_" + per, title, unit, calls.perDelivery());
    }
}
