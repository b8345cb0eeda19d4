package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.Locale;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Option;

/** The turns of a run in which system calls are counted, behind those that are measured. */
final class TracedTurns {

    @Option(
            names = "--syscalls",
            description =
                    "Count the system calls of a delivery or an answer, too, by strace, in turns that are not measured; unless it is"
                            + " a quick run, that is done wherever it can be.")
    private boolean asked;

    /** Takes them and adds what they find to the record, or writes that. */
    @FunctionalInterface
    interface Taking {
        void take() throws IOException;
    }

    /** Has them taken if that is wanted, and writes the record of the run, whatever becomes of them. */
    void takeAndWrite(LoadOptions options, RunRecord.Builder record, Taking turns) throws IOException {
        takeThen(options, turns, () -> options.write(record));
    }

    /** Has them taken if that is wanted, and the record written in a way of its own, whatever becomes of them. */
    void takeThen(LoadOptions options, Taking turns, Taking writing) throws IOException {
        try {
            if (asked || (!options.isQuick() && SystemCalls.areCountable())) {
                System.out.println();
                turns.take();
            }
        } finally {
            writing.take();
        }
    }

    /**
     * Puts system calls into a record, and prints them.
     *
     * @param per what each of them is a part of: a {@code delivery}, or a {@code request}
     * @param calls how many there are of them for one of those
     */
    static void add(LoadCase traced, String per, double calls, RunRecord.Builder record) {
        String title = traced.load() + ", " + traced.who() + ": system calls";
        String unit = "calls/" + per;
        System.out.printf(Locale.ROOT, "%s %.3f %s%n", title, calls, unit);
        record.less(traced.name() + ".syscalls_per_" + per, title, unit, calls);
    }
}
