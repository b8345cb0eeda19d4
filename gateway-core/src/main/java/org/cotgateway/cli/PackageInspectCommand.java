package org.cotgateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cotgateway.datapackage.PackageInspection;
import org.cotgateway.datapackage.PackageLimits;
import org.cotgateway.datapackage.PackageManifest;
import org.cotgateway.datapackage.PackageManifest.Content;
import org.cotgateway.datapackage.PackageReader;
import org.cotgateway.event.PrintableText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw package inspect}: shows what is in a data package. */
@Command(
        name = "inspect",
        description = "Shows what is in a data package: manifest, contents, and what is wrong with it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 it can be read, 1 it can not, 2 wrong usage."})
final class PackageInspectCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "The package.")
    private Path file = Path.of("");

    /** The package comes from anybody and is not to command our terminal: all of it is printed as {@link PrintableText}. */
    @Override
    public Integer call() throws IOException {
        PackageInspection inspection = new PackageReader(PackageLimits.DEFAULT).read(file);
        PrintWriter out = output.out();
        out.println(output.bold(file.toString()));
        out.println("  sha256  " + inspection.sha256());
        out.println("  size    " + inspection.sizeBytes() + " bytes");
        PackageManifest manifest = inspection.manifest();
        if (manifest != null) {
            manifest.configuration()
                    .forEach((name, value) ->
                            out.println("  " + PrintableText.of(name) + "  " + PrintableText.of(value)));
            out.println(output.bold("contents"));
            manifest.contents().forEach(content -> out.println("  " + describe(content)));
        }
        out.println(output.bold("entries"));
        inspection
                .entries()
                .forEach(entry -> out.println("  " + PrintableText.of(entry.name()) + "  " + entry.sizeBytes()));
        inspection.violations().forEach(violation -> output.err().println(output.red(violation.toString())));
        output.err().flush();
        if (output.json()) {
            output.json(inspection);
        }
        return manifest == null ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static String describe(Content content) {
        String parameters = content.parameters().entrySet().stream()
                .map(PackageInspectCommand::describe)
                .collect(Collectors.joining(" "));
        return PrintableText.of(content.zipEntry()) + (content.ignored() ? " (ignored) " : "  ") + parameters;
    }

    private static String describe(Map.Entry<String, String> parameter) {
        return PrintableText.of(parameter.getKey()) + "=" + PrintableText.of(parameter.getValue());
    }
}
