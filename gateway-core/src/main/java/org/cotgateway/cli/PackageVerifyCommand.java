package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.datapackage.PackageInspection;
import org.cotgateway.datapackage.PackageLimits;
import org.cotgateway.datapackage.PackageReader;
import org.cotgateway.event.Violation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw package verify}: everything that ATAK or a careful reader would object to. */
@Command(
        name = "verify",
        description = "Checks a data package: every violation of what ATAK's strict reader takes.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 it is good, 1 it is not or cannot be read, 2 wrong usage."})
final class PackageVerifyCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "The package.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        PackageInspection inspection = new PackageReader(PackageLimits.DEFAULT).read(file);
        for (Violation violation : inspection.violations()) {
            output.out().println(file + ": " + violation);
        }
        String verdict = inspection.isGood()
                ? output.green("good, " + inspection.entries().size() + " entries")
                : output.red("violations: " + inspection.violations().size());
        output.out().println(verdict);
        if (output.json()) {
            output.json(new Verdict(
                    inspection.isGood(), inspection.sha256(), inspection.sizeBytes(), inspection.violations()));
        }
        return inspection.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** The answer, as its JSON names it. */
    private record Verdict(boolean ok, String sha256, long sizeBytes, List<Violation> violations) {}
}
