package org.cotgateway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotgateway.event.Affiliation;
import org.cotgateway.event.CodePart;
import org.cotgateway.event.CotType;
import org.cotgateway.event.Dimension;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cotgw type}: explains event types, part by part. */
@Command(
        name = "type",
        description = "Explains event types such as a-f-G-U-C.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 all are types, 1 one is not, 2 wrong usage."})
final class TypeCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(arity = "1..*", paramLabel = "TYPE", description = "The types to explain.")
    private List<String> types = List.of();

    @Override
    public Integer call() {
        List<Explained> explained = new ArrayList<>();
        boolean allValid = true;
        for (String text : types) {
            CotType.Reading reading = CotType.parse(text);
            CotType type = reading.type();
            if (type == null) {
                allValid = false;
                reading.violations().forEach(violation -> output.err().println(output.red(violation.toString())));
            } else {
                print(type);
            }
            explained.add(Explained.of(text, reading));
        }
        if (output.json()) {
            output.json(Map.of("types", explained));
        }
        return allValid ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(CotType type) {
        PrintWriter out = output.out();
        out.println(output.bold(type.text()) + "  " + type.explain());
        StringBuilder indent = new StringBuilder("  ");
        for (CodePart part : type.parts()) {
            out.println(indent + part.code() + "  " + meaning(part));
            indent.append("  ");
        }
    }

    private String meaning(CodePart part) {
        if (!part.known()) {
            return output.yellow("unknown here");
        }
        String meaning = part.meaning();
        return meaning == null ? output.faint("(with the next part)") : meaning;
    }

    private record Explained(
            String type,
            boolean valid,
            boolean known,
            @Nullable String explanation,
            @Nullable Affiliation affiliation,
            @Nullable Dimension dimension,
            List<CodePart> parts,
            List<Violation> violations) {

        static Explained of(String text, CotType.Reading reading) {
            CotType type = reading.type();
            return type == null
                    ? new Explained(text, false, false, null, null, null, List.of(), reading.violations())
                    : new Explained(
                            text,
                            true,
                            type.isKnown(),
                            type.explain(),
                            type.affiliation().orElse(null),
                            type.dimension().orElse(null),
                            type.parts(),
                            reading.violations());
        }
    }
}
