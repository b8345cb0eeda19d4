package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.Machine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The relay load run: one publisher, hundreds of stream clients, and between them the gateway or a C program, in turns.
 * Publisher and clients are one process, which knows when everybody has got an event; each relay is a process of its own.
 *
 * <pre>
 *                              ┌ fanout.c: a send() loop          ┐
 *   drive.c, the publisher  →  ┤ relay.c: splits, sends to others ├ →  drive.c, 300 to 1,000 receivers,
 *                              └ cotgw serve                      ┘     which must get every event, once, in order
 * </pre>
 *
 * Prints a table, writes the same figures as JSON, and fails as soon as a relay loses an event. Run it by {@code
 * scripts/bench relay}.
 */
@Command(name = "RelayLoad", description = "Measures the relaying of events to many stream clients.")
public final class RelayLoad implements Callable<Integer> {

    /** Each receiver is a descriptor of the driver and one of the relay; the rest is for everything else. */
    private static final int OTHER_DESCRIPTORS = 100;

    @Parameters(description = "The directory that holds the programs drive, relay and fanout.")
    private Path programs = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures as JSON.")
    private @Nullable Path json;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds to measure, ${DEFAULT-VALUE} unless told.")
    private int rounds;

    @Option(
            names = "--warm-up-rounds",
            defaultValue = "2",
            description = "Rounds before those, ${DEFAULT-VALUE} unless told.")
    private int warmUpRounds;

    @Option(
            names = "--control",
            description =
                    "The C relay in the gateway's place: how far its ratios are from 1 is the error of the method.")
    private boolean control;

    @Option(names = "--jvm-option", description = "An option for the gateway's JVM, as often as wanted.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--drive-option",
            description = "An option for drive.c, as often as wanted, say --drive-option=--uids=5000.")
    private List<String> driveOptions = new ArrayList<>();

    private RelayLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new RelayLoad());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println("RelayLoad: " + failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || warmUpRounds < 0) {
            throw new IOException("it takes at least one round, and no fewer than none to warm up");
        }
        RelayScale scale = RelayScale.FULL;
        int openFiles = Machine.openFiles();
        if (openFiles < scale.mostReceivers() + OTHER_DESCRIPTORS) {
            throw new IOException("a process may open only " + openFiles + " files here (ulimit -Hn), and this takes "
                    + (scale.mostReceivers() + OTHER_DESCRIPTORS));
        }
        RelayReport report = new RelayReport(heading(scale, openFiles));
        try (RelayProcess gateway = startGateway()) {
            new RelayRounds(programs, scale, driveOptions, gateway).run(warmUpRounds, rounds, report);
        }
        System.out.print(report.table());
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private RelayProcess startGateway() throws IOException {
        return control
                ? RelayProcess.program(programs.resolve("relay"))
                : RelayProcess.gateway(jvmOptions, programs.resolve("relay-gateway.log"));
    }

    private String heading(RelayScale scale, int openFiles) throws IOException {
        return Machine.line() + ", at most " + openFiles + " open files; " + rounds + " rounds after " + warmUpRounds
                + (control ? "; CONTROL: the C relay in the gateway's place" : "") + "\n" + scale.manyReceivers()
                + " receivers, " + scale.flatOutReceivers() + " when flat out, " + scale.webReceivers()
                + " beside WebSocket; paced at " + scale.pacedPerSecond()
                + " events/s";
    }
}
