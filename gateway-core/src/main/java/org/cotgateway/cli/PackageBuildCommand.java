package org.cotgateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.cotgateway.cli.EventFile.CheckedEvent;
import org.cotgateway.datapackage.Attachment;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageFile;
import org.cotgateway.datapackage.PackageSpec;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cotgw package build}: files and events to a data package. */
@Command(
        name = "build",
        description = "Builds a data package. The same input gives the same bytes, wherever and whenever.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 it is built, 1 something is wrong with the input, 2 wrong usage."})
final class PackageBuildCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private PackageCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "The files to put in.")
    private List<Path> files = List.of();

    @Option(
            names = "--event",
            paramLabel = "FILE",
            description = "File with events as XML, - for standard input. Files are tied to the event if there is one.")
    private List<String> eventFiles = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The title that devices show; by default the event's callsign, else the first file's name.")
    private @Nullable String name;

    @Option(
            names = "--uid",
            paramLabel = "UID",
            description = "The package's identity on devices; by default made from the event's uid and the name.")
    private @Nullable String uid;

    @Option(names = "--remarks", paramLabel = "TEXT", description = "Text for the user.")
    private @Nullable String remarks;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; by default the name with .zip, here.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        if (files.isEmpty() && eventFiles.isEmpty()) {
            throw new ParameterException(command.commandLine(), "what is to be in it? give FILE or --event FILE");
        }
        List<Violation> violations = new ArrayList<>();
        List<CotEvent> events = events(violations);
        if (!violations.isEmpty()) {
            return refuse(violations);
        }
        String title = name != null ? name : title(events);
        try {
            Path target = out != null ? out : Path.of(PackageFile.nameOf(title));
            return finish(PackageFile.build(spec(events, title), target), title);
        } catch (PackageException refused) {
            return refuse(refused.violations());
        }
    }

    private PackageSpec spec(List<CotEvent> events, String title) {
        String firstUid = events.isEmpty() ? "" : events.get(0).uid();
        String identity = uid != null
                ? uid
                : UUID.nameUUIDFromBytes((firstUid + "/" + title).getBytes(StandardCharsets.UTF_8))
                        .toString();
        List<Attachment> attachments = files.stream().map(Attachment::of).toList();
        String attachTo = events.size() == 1 ? firstUid : null;
        return new PackageSpec(identity, title, events, attachments, true, false, remarks, attachTo);
    }

    private List<CotEvent> events(List<Violation> violations) {
        List<CotEvent> events = new ArrayList<>();
        for (String file : eventFiles) {
            try {
                for (CheckedEvent checked :
                        EventFile.read(file, parent.root().in()).events()) {
                    checked.violations().forEach(violation -> violations.add(in(file, violation)));
                    if (checked.event() != null) {
                        events.add(checked.event());
                    }
                }
            } catch (IOException | InvalidPathException unreadable) {
                violations.add(Violation.of("--event", file, Failures.reason(unreadable)));
            }
        }
        return events;
    }

    private static Violation in(String file, Violation violation) {
        return Violation.of(file + " " + violation.field(), violation.value(), violation.rule())
                .at(violation.at());
    }

    private String title(List<CotEvent> events) {
        if (events.isEmpty()) {
            return Attachment.of(files.get(0)).name();
        }
        CotEvent first = events.get(0);
        return first.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .filter(callsign -> !callsign.isBlank())
                .orElse(first.uid());
    }

    private int finish(StoredPackage built, String title) {
        output.out().println(output.green("built ") + built.path());
        output.out().println("name    " + title);
        output.out().println("size    " + built.sizeBytes() + " bytes");
        output.out().println("sha256  " + built.sha256());
        if (output.json()) {
            output.json(new Built(true, built.path(), title, built.sizeBytes(), built.sha256(), List.of()));
        }
        return ExitCode.OK;
    }

    private int refuse(List<Violation> violations) {
        violations.forEach(violation -> output.err().println(output.red(violation.toString())));
        output.err().flush();
        if (output.json()) {
            output.json(new Built(false, null, null, null, null, violations));
        }
        return ExitCode.SOFTWARE;
    }

    /** The answer, as its JSON names it; without a package only the violations. */
    private record Built(
            boolean ok,
            @Nullable Path file,
            @Nullable String name,
            @Nullable Long sizeBytes,
            @Nullable String sha256,
            List<Violation> violations) {}
}
