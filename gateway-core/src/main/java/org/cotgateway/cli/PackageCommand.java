package org.cotgateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cotgw package}: data packages as files; the work is in its subcommands. */
@Command(
        name = "package",
        description = "Builds, shows and checks data packages (mission packages).",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            PackageBuildCommand.class, //
            PackageInspectCommand.class,
            PackageVerifyCommand.class,
        })
final class PackageCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private Cotgw root;

    Cotgw root() {
        return root;
    }
}
