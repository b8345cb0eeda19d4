package org.cotgateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Stack;
import org.cotgateway.channel.Endpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** To whom something goes; a mixin of the commands that send. */
final class TargetOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Option(
            names = "--to",
            paramLabel = "ENDPOINT",
            arity = "1..*",
            parameterConsumer = EndpointConsumer.class,
            description = "Where to, for example 10.0.0.7:4242:tcp, 239.2.3.1:6969:udp or stcp://host:8087.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--to-file",
            paramLabel = "FILE",
            description = "A file with one endpoint a line; empty lines and what follows a # are passed over.")
    private @Nullable Path toFile;

    /** Whether nobody is named. */
    boolean isEmpty() {
        return to.isEmpty() && toFile == null;
    }

    /** To name nobody is wrong usage. */
    void requireSome() {
        if (isEmpty()) {
            throw usage("where to? give --to ENDPOINT or --to-file FILE");
        }
    }

    /** All that are named, each once; to name none is wrong usage. */
    Targets read() throws IOException {
        requireSome();
        Set<String> wanted = new LinkedHashSet<>(to);
        if (toFile != null) {
            for (String line : Files.readAllLines(toFile, StandardCharsets.UTF_8)) {
                String text =
                        line.replaceFirst("^\uFEFF", "").replaceFirst("#.*", "").strip();
                if (!text.isEmpty()) {
                    wanted.add(text);
                }
            }
        }
        if (wanted.isEmpty()) {
            throw usage("where to? " + toFile + " names no endpoint");
        }
        return Targets.of(wanted);
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /**
     * Takes what follows {@code --to}. Where a command has arguments of its own, such as the text of a message, only what
     * is an endpoint belongs to it from the second on.
     */
    static final class EndpointConsumer implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli gives a Stack
        public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
            if (args.isEmpty() || isOption(args.peek())) {
                throw new ParameterException(command.commandLine(), "--to needs an ENDPOINT");
            }
            List<String> endpoints = new ArrayList<>(option.<List<String>>getValue());
            boolean greedy = command.positionalParameters().isEmpty();
            do {
                endpoints.add(args.pop());
            } while (!args.isEmpty()
                    && !isOption(args.peek())
                    && (greedy || Endpoint.check(args.peek()).isEmpty()));
            option.setValue(endpoints);
        }

        private static boolean isOption(String argument) {
            return argument.startsWith("-");
        }
    }
}
