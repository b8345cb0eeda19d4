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

    /** Puts the system calls of a delivery into a record, and prints them. */
    static void add(LoadCase traced, double perDelivery, RunRecord.Builder record) {
        String title = traced.load() + ", " + traced.who() + ": system calls";
        System.out.printf(Locale.ROOT, "%s %.3f a delivery%n", title, perDelivery);
        record.less(traced.name() + ".syscalls_per_delivery", title, "calls", perDelivery);
    }
}
