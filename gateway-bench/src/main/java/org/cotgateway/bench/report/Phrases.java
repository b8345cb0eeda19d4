package org.cotgateway.bench.report;

/** How results are put, wherever they are shown. As plain text, not escaped. */
final class Phrases {

    /** What the table of threads that carry events is called, and what it says. */
    static final String PROFILE = "What the loop's thread does for each";

    static final String PROFILE_HINT =
            "Of the one thread that carries events, for each delivery, push or answer: instructions, cycles and cache misses"
                    + " by the processor's counters and the time in which it was ready and waited for a processor, medians of the"
                    + " rounds; and by samples how many percent of its time it is where.";

    private Phrases() {}

    /** The median, the least and the most, with the unit. */
    static String range(Result result) {
        return number(result, result.median()) + " (" + number(result, result.min()) + " to "
                + number(result, result.max()) + ")" + unit(result.unit());
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
