package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The variants' load run: {@code cotgw serve} as it is run usually beside ways to run it that differ in one thing, each in
 * a JVM of its own, in turns, under the two loads that matter most. What of the machine is missing for one is said, and the
 * others go on.
 *
 * <p>Prints a table and writes its record. Run it by {@code scripts/bench variants}.
 */
@Command(name = "VariantsLoad", description = "Measures the gateway with other sockets, collectors, buffers and JDKs.")
public final class VariantsLoad implements Callable<Integer> {

    private static final double MIB = 1 << 20;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Only these beside the default, say --only=nio,zgc.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--variant",
            paramLabel = "NAME=OPTION",
            description = "One more, by an option of the JVM, as often as wanted: --variant=small_heap=-Xmx96m.")
    private List<String> own = new ArrayList<>();

    @Option(
            names = "--drive-option",
            description = "An option for drive.c, as often as wanted, say --drive-option=--publishers=10.")
    private List<String> driveOptions = new ArrayList<>();

    VariantsLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new VariantsLoad(), args);
    }

    @Override
    public Integer call() throws IOException {
        VariantsScale scale = options.isQuick() ? VariantsScale.QUICK : VariantsScale.FULL;
        options.require(scale.mostReceivers());
        Variants variants = Variants.of(options.jvmOptions(), Jdks.here());
        variants.missing().forEach(what -> System.out.println("not here: " + what));
        try (Running running = new Running()) {
            for (Variant variant : variants.choose(only, own)) {
                running.add(variant, start(variant));
            }
            RunRecord.Builder record = measure(scale, running.gateways);
            running.addPausesTo(record);
            options.write(record);
        }
        return 0;
    }

    /** Whoever drives a gateway, with what was told for that. */
    Relays relays(RelayProcess gateway) {
        return new Relays(options.programs(), gateway, driveOptions);
    }

    private RunRecord.Builder measure(VariantsScale scale, Map<Variant, RelayProcess> running) throws IOException {
        Map<Variant, Relays> relays = new LinkedHashMap<>();
        running.forEach((variant, gateway) -> relays.put(variant, relays(gateway)));
        for (Relays driven : relays.values()) {
            VariantsPlan.compile(scale, driven);
        }
        RunRecord.Builder record = options.measure("variants", VariantsPlan.of(scale, relays));
        for (Map.Entry<Variant, RelayProcess> one : running.entrySet()) {
            one.getKey().addJdkTo(record);
            record.less(
                    "variants." + one.getKey().name() + ".resident_mib",
                    one.getKey().title() + ": resident memory in the end",
                    "MiB",
                    one.getValue().residentBytes() / MIB);
        }
        return record;
    }

    /** The gateways, and what looks into the JVM of each. */
    private static final class Running implements AutoCloseable {

        private final Map<Variant, RelayProcess> gateways = new LinkedHashMap<>();
        private final Map<Variant, GatewayJvm> jvms = new LinkedHashMap<>();

        void add(Variant variant, RelayProcess gateway) throws IOException {
            gateways.put(variant, gateway);
            GatewayJvm jvm = GatewayJvm.of(gateway);
            jvms.put(variant, jvm);
            gateway.allocationsFrom(jvm::allocations);
        }

        void addPausesTo(RunRecord.Builder record) {
            jvms.forEach((variant, jvm) -> jvm.addTo(record, "variants." + variant.name()));
        }

        @Override
        public void close() throws IOException {
            for (GatewayJvm jvm : jvms.values()) {
                jvm.close();
            }
            for (RelayProcess gateway : gateways.values()) {
                gateway.close();
            }
        }
    }

    private RelayProcess start(Variant variant) throws IOException {
        String name = "variants-" + variant.name();
        List<String> arguments = new ArrayList<>();
        if (!variant.settings().isEmpty()) {
            Path settings = options.program(name + ".yaml");
            Files.writeString(settings, variant.settings());
            arguments.add("--config=" + settings);
        }
        return RelayProcess.gateway(variant.jdk(), variant.jvmOptions(), arguments, options.program(name + ".log"));
    }
}
