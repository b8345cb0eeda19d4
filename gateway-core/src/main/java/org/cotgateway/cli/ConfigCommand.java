package org.cotgateway.cli;

import picocli.CommandLine.Command;

/** {@code cotgw config}: the configuration file; the work is in its subcommands. */
@Command(
        name = "config",
        description = "Checks and shows configuration files.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            ConfigCheckCommand.class, //
            ConfigShowCommand.class,
        })
final class ConfigCommand {}
