package org.cotgateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw validate}: checks the events in files. */
@Command(
        name = "validate",
        description = "Checks the events in files: every violation with line and column.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of events as XML; - is standard input.")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        files.forEach(output.out()::println);
        if (output.json()) {
            output.json(files);
        }
        return ExitCode.OK;
    }
}
