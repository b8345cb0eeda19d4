package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cotgateway.daemon.DaemonFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw config check}: everything that is wrong with a configuration file. */
@Command(
        name = "check",
        description = {
            "Checks a configuration file, and what it names of this machine: keys, certificates, interfaces, hosts.",
            "Every problem with line and column."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 the file is fine, 1 it is not or cannot be read, 2 wrong usage."})
final class ConfigCheckCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        ConfigProblems answer =
                ConfigProblems.of(file.toString(), new DaemonFile(file).read().problems());
        answer.problems().forEach(problem -> output.out().println(problem.printed(answer.file(), output)));
        if (answer.ok()) {
            output.out().println(output.green(answer.file() + " is fine"));
        }
        if (output.json()) {
            output.json(answer);
        }
        return answer.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
