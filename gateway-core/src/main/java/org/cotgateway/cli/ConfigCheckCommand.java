package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cotgateway.daemon.DaemonFile;
import org.cotgateway.daemon.DaemonReading;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw config check}: everything that is wrong with a configuration file. */
@Command(
        name = "check",
        description = {
            "Checks a configuration file, and what it names of this machine: keys, certificates, interfaces, hosts.",
            "Every problem with line and column; warnings, such as of a certificate that expires soon, do not count."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 the file is fine, 1 it is not or cannot be read, 2 wrong usage."})
final class ConfigCheckCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        DaemonReading reading = new DaemonFile(file).check();
        ConfigProblems answer = ConfigProblems.of(file.toString(), reading.problems(), reading.warnings());
        answer.problems().forEach(problem -> output.out().println(problem.printed(answer.file(), output)));
        answer.warnings().forEach(warning -> output.out().println(warning.printedAsWarning(answer.file(), output)));
        if (answer.ok()) {
            output.out().println(output.green(answer.file() + " is fine"));
        }
        if (output.json()) {
            output.json(answer);
        }
        return answer.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
