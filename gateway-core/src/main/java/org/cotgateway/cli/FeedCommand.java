package org.cotgateway.cli;

import java.io.InputStream;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cotgw feed}: what feeds make of their data; the work is in its subcommand. */
@Command(
        name = "feed",
        description = "Tries out the feeds of a configuration file.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = FeedTestCommand.class)
final class FeedCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private Cotgw cotgw;

    InputStream in() {
        return cotgw.in();
    }

    InstantSource clock() {
        return cotgw.clock();
    }
}
