package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.config.ConfigReader;
import org.cotgateway.config.ConfigReading;
import org.cotgateway.config.ConfigWriter;
import org.cotgateway.config.GatewayConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw config show}: the whole configuration that a file means. */
@Command(
        name = "show",
        description = {
            "Prints the whole configuration with all defaults, as YAML that reads back. Of a password it prints the variable"
                    + " or the file that it came from. One that stands in the file itself is printed as ***, which has to"
                    + " be replaced before the output is used."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 shown, 1 the file is not fine or cannot be read, 2 wrong usage."})
final class ConfigShowCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The configuration file; without it the defaults.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        GatewayConfig config = GatewayConfig.DEFAULT;
        if (file != null) {
            ConfigReading reading = ConfigReader.ofProcess().read(file);
            if (reading.config() == null) {
                return refuse(ConfigProblems.of(file.toString(), reading.problems(), List.of()));
            }
            config = reading.config();
        }
        output.out().print(ConfigWriter.yaml(config));
        if (output.json()) {
            output.json(ConfigWriter.tree(config));
        }
        return ExitCode.OK;
    }

    private int refuse(ConfigProblems answer) {
        answer.problems().forEach(problem -> output.err().println(problem.printed(answer.file(), output)));
        if (output.json()) {
            output.json(answer);
        }
        return ExitCode.SOFTWARE;
    }
}
