package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is measured of each variant, and compared with the usual one, which comes first. */
final class VariantsPlan {

    private static final int PROBE_EVENTS = 20;

    private final VariantsScale scale;
    private final Map<Variant, Relays> variants;
    private final LoadPlan plan = new LoadPlan();

    private VariantsPlan(VariantsScale scale, Map<Variant, Relays> variants) {
        this.scale = scale;
        this.variants = variants;
    }

    /** @param variants in their order, and what runs each */
    static LoadPlan of(VariantsScale scale, Map<Variant, Relays> variants) {
        VariantsPlan plan = new VariantsPlan(scale, variants);
        plan.flatOut();
        plan.paced();
        return plan.plan;
    }

    private void flatOut() {
        String load = "flat out to " + scale.flatOutReceivers();
        List<LoadCase> cases = turns("flat_out", load, scale.flatOutReceivers(), this::flatOut);
        compare(cases, "flat_out", load + ", deliveries/s", LoadFigure.PER_S);
        compare(cases, "flat_out_loop_cpu", load + ", the loop's processor time", LoadFigure.LOOP_CPU);
    }

    private void paced() {
        String load = scale.pacedPerSecond() + "/s to " + scale.pacedReceivers();
        List<LoadCase> cases = turns("paced", load, scale.pacedReceivers(), this::paced);
        compare(cases, "p99", load + ", p99", LoadFigure.P99_MS);
        compare(cases, "paced_loop_cpu", load + ", the loop's processor time", LoadFigure.LOOP_CPU);
    }

    private List<LoadCase> turns(String name, String load, int receivers, Relays.Load<LoadMeasure> given) {
        List<LoadCase> cases = new ArrayList<>();
        variants.forEach((variant, relays) -> cases.add(plan.turn(
                "variants_" + name + "." + variant.name(),
                load,
                variant.title(),
                () -> relays.onGateway(receivers, given))));
        return cases;
    }

    private void compare(List<LoadCase> cases, String what, String inWords, LoadFigure figure) {
        List<Variant> inOrder = List.copyOf(variants.keySet());
        for (int i = 1; i < cases.size(); i++) {
            Variant variant = inOrder.get(i);
            plan.ratio(
                    "variant_" + variant.name() + "_" + what,
                    variant.title() + ": " + inWords,
                    cases.get(i),
                    cases.get(0),
                    figure);
        }
    }

    /** So that the compilers have seen enough of what is to be fast. */
    static void compile(VariantsScale scale, Relays relays) throws IOException {
        relays.onGateway(Math.max(1, scale.flatOutReceivers() / 3), drive -> {
            drive.lockstep(scale.firstEvents());
            return drive.flatOut(scale.firstEvents());
        });
    }

    private LoadMeasure flatOut(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(scale.settleEvents());
        return drive.flatOut(scale.flatOutEvents());
    }

    private LoadMeasure paced(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(scale.settleEvents());
        return drive.paced(scale.pacedEvents(), scale.pacedPerSecond());
    }
}
