package org.cotgateway.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command that could not do its work says so: one line on standard error, and with {@code --json} a document
 * {@code {"error": {"kind", "message"}}} on standard output.
 */
final class Failures {

    private Failures() {}

    /** Wrong usage: exit 2. Commands report it by throwing a {@link ParameterException}. */
    static int wrongUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String message = String.valueOf(failure.getMessage());
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(command.getColorScheme().errorText(name + ": " + message));
        if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.getErr().println("Try '" + name + " --help'.");
        }
        command.getErr().flush();
        if (Arrays.asList(args).contains(OutputOptions.JSON)) {
            command.getOut().println(Json.text(document("usage", message)));
            command.getOut().flush();
        }
        return ExitCode.USAGE;
    }

    /** Anything that a command did not expect: exit 1, the stack only with {@code --debug}. */
    static int unexpected(Exception failure, CommandLine command, ParseResult parsed) {
        Optional<OutputOptions> output = outputOf(command);
        String message = describe(failure);
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(command.getColorScheme().errorText(name + ": " + message));
        if (output.isPresent() && output.get().debug()) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        if (output.isPresent() && output.get().json() && !output.get().answered()) {
            output.get().json(document("failure", message));
        }
        return ExitCode.SOFTWARE;
    }

    /** An exception in one line for people; the file system's own messages are often only a name. */
    static String describe(Throwable failure) {
        if (failure instanceof FileSystemException system) {
            return reason(system) + ": " + system.getFile();
        }
        String kind = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return "unexpected " + kind;
        }
        boolean bug = failure instanceof NullPointerException || failure instanceof ClassCastException;
        String firstLine = message.strip().lines().findFirst().orElse(kind);
        return bug ? "unexpected " + kind + ": " + firstLine : firstLine;
    }

    /** Why a file could not be used, without its name. */
    static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileSystemException system) {
            return system.getReason() == null ? "cannot be used" : system.getReason();
        }
        return describe(failure);
    }

    private static Optional<OutputOptions> outputOf(CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(OutputOptions.class::isInstance)
                .map(OutputOptions.class::cast)
                .findFirst();
    }

    private static Map<String, Object> document(String kind, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("kind", kind);
        error.put("message", message);
        return Map.of("error", error);
    }
}
