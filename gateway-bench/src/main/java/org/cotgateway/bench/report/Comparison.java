package org.cotgateway.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What changed from one report to another.
 *
 * @param changes of each name that both have, ratios first
 * @param gone names that only the first has
 * @param added names that only the second has
 */
record Comparison(List<Change> changes, List<String> gone, List<String> added) {

    /** How likely a difference may be mere chance, and still pass for a change. */
    static final double CHANCE = 0.01;

    /** How much of itself a median has to move, whatever chance says: what is smaller is nobody's concern. */
    static final double LEAST_CHANGE = 0.01;

    /** And how far, by unit, where a median may be 0 or next to it. Of a delivery's bytes there are often fewer than one. */
    private static final Map<String, Double> LEAST_BYTES =
            Map.of("B", 1.0, "B/op", 1.0, "B/request", 1.0, "B/delivery", 0.1);

    static final String RULE =
            "A change is beyond the noise if the rounds of both reports, ranked together, lie as far apart as chance "
                    + "would put them once in a hundred times or less (Mann-Whitney test, two-sided), and the medians differ by 1 % "
                    + "or more, bytes by one at least, those of a delivery by a tenth. That takes five rounds each; of a hundred "
                    + "names that did not change, one may still pass. Rounds of one run have a process and an hour in common: repeat "
                    + "both before believing a small one.";

    Comparison {
        changes = List.copyOf(changes);
        gone = List.copyOf(gone);
        added = List.copyOf(added);
    }

    enum Verdict {
        WORSE("worse"),
        BETTER("better"),
        NOISE("within the noise"),
        TOO_FEW("too few rounds to tell");

        private final String title;

        Verdict(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** One name in both reports. */
    record Change(String name, Result before, Result after, Verdict verdict) {

        /** By how much of itself the median rose; infinite if it was 0. */
        double share() {
            return before.median() == after.median() ? 0 : after.median() / before.median() - 1;
        }

        /** Whether it is a ratio, or a figure that has a goal: those hold on other machines, or should. */
        boolean matters() {
            return after.unit().isEmpty() || Goal.named(name).isPresent();
        }
    }

    static Comparison of(Findings before, Findings after) {
        List<Change> changes = new ArrayList<>();
        TreeSet<String> gone = new TreeSet<>();
        TreeSet<String> added = new TreeSet<>();
        compare(before.ratioDetails(), after.ratioDetails(), changes, gone, added);
        compare(before.figureDetails(), after.figureDetails(), changes, gone, added);
        return new Comparison(changes, List.copyOf(gone), List.copyOf(added));
    }

    private static void compare(
            Map<String, Result> before,
            Map<String, Result> after,
            List<Change> changes,
            TreeSet<String> gone,
            TreeSet<String> added) {
        before.forEach((name, old) -> {
            Result now = after.get(name);
            if (now == null) {
                gone.add(name);
            } else {
                changes.add(new Change(name, old, now, verdict(old, now)));
            }
        });
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(added::add);
    }

    static Verdict verdict(Result before, Result after) {
        double[] old = rounds(before);
        double[] now = rounds(after);
        if (RankTest.least(old.length, now.length) > CHANCE) {
            return Verdict.TOO_FEW;
        }
        double moved = after.median() - before.median();
        double least = Math.max(Math.abs(before.median()) * LEAST_CHANGE, LEAST_BYTES.getOrDefault(after.unit(), 0.0));
        if (moved == 0 || Math.abs(moved) < least || RankTest.likelihood(old, now) > CHANCE) {
            return Verdict.NOISE;
        }
        return moved > 0 == after.moreIsBetter() ? Verdict.BETTER : Verdict.WORSE;
    }

    private static double[] rounds(Result result) {
        return result.rounds().stream().mapToDouble(Double::doubleValue).toArray();
    }

    List<Change> with(Verdict verdict) {
        return changes.stream().filter(change -> change.verdict() == verdict).toList();
    }
}
