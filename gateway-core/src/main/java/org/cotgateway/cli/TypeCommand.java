package org.cotgateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw type}: explains event types. */
@Command(name = "type", description = "Explains event types such as a-f-G-U-C.", mixinStandardHelpOptions = true)
final class TypeCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(arity = "1..*", paramLabel = "TYPE", description = "The types to explain.")
    private List<String> types = List.of();

    @Override
    public Integer call() {
        types.forEach(output.out()::println);
        if (output.json()) {
            output.json(types);
        }
        return ExitCode.OK;
    }
}
