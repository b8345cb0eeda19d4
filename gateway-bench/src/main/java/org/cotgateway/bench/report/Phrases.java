package org.cotgateway.bench.report;

import java.util.Locale;

/** How results are put, wherever they are shown. As plain text, not escaped. */
final class Phrases {

    /** What the table of threads that carry events is called, and what it says. */
    static final String PROFILE = "What the thread that carries events does for each";

    static final String PROFILE_HINT =
            "For each delivery, or answer of a download, medians of the rounds, while perf looks at it: by the processor's"
                    + " counters, where the machine has them, what it does itself (user) and the kernel for it; how often it gives way to another, and for how"
                    + " long it is ready and waits for a processor; by samples, how many percent of its time it is where."
                    + " System calls are those of the whole program, counted by strace in a turn of their own.";

    private static final int MOST_DECIMALS = 9;

    private Phrases() {}

    /** The median, the least and the most, with the unit. */
    static String range(Result result) {
        return median(result) + " (" + number(result, result.min()) + " to " + number(result, result.max()) + ")"
                + unit(result.unit());
    }

    /** With as many digits as it takes to tell it from a goal that it misses. */
    static String median(Result result) {
        String median = number(result, result.median());
        Double goal = result.goal();
        if (goal == null || result.isMet()) {
            return median;
        }
        String bound = number(result, goal);
        for (int decimals = 1; median.equals(bound) && decimals <= MOST_DECIMALS; decimals++) {
            String format = "%,." + decimals + "f";
            median = String.format(Locale.ROOT, format, result.median());
            bound = String.format(Locale.ROOT, format, goal);
        }
        return median;
    }

    /** A value of it, without the unit. */
    static String number(Result result, double value) {
        return result.unit().isEmpty() ? Markup.ratio(value) : Markup.number(value);
    }

    /** What is wanted of it; empty if nothing is. */
    static String bound(Result result) {
        Double goal = result.goal();
        return goal == null ? "" : bound(result.moreIsBetter(), goal, result.unit());
    }

    /** Whether it is as good as wanted; empty if nothing is wanted. */
    static String verdict(Result result) {
        if (result.goal() == null) {
            return "";
        }
        return result.isMet() ? "met" : "missed";
    }

    static String bound(Goal goal) {
        return bound(goal.isRatio(), goal.bound(), goal.unit());
    }

    private static String bound(boolean least, double bound, String unit) {
        return (least ? "at least " : "at most ")
                + (unit.isEmpty() ? Markup.ratio(bound) : Markup.plain(bound))
                + unit(unit);
    }

    private static String unit(String unit) {
        return unit.isEmpty() ? "" : " " + unit;
    }
}
