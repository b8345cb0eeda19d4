package org.cotgateway.cli;

import java.util.List;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** What is wrong with a configuration file, as commands show it and as their JSON names it. */
record ConfigProblems(boolean ok, String file, List<Problem> problems, List<Problem> warnings) {

    static ConfigProblems of(String file, List<Violation> violations, List<Violation> warnings) {
        return new ConfigProblems(
                violations.isEmpty(),
                file,
                violations.stream().map(Problem::of).toList(),
                warnings.stream().map(Problem::of).toList());
    }

    /** One problem; {@code path} is that of the value in the file. */
    record Problem(
            int line, int column, String path, @Nullable String value, String rule) {

        private static final TextPosition START = new TextPosition(1, 1);

        static Problem of(Violation violation) {
            TextPosition at = violation.at() == null ? START : violation.at();
            return new Problem(at.line(), at.column(), violation.field(), violation.value(), violation.rule());
        }

        /** As compilers write it, so that editors can jump there. */
        String printed(String file, OutputOptions output) {
            return place(file, output) + what() + ": " + output.red(rule);
        }

        /** The same of something that is no problem yet. */
        String printedAsWarning(String file, OutputOptions output) {
            return place(file, output) + output.yellow("warning: ") + what() + ": " + rule;
        }

        private String place(String file, OutputOptions output) {
            return output.bold(file + ":" + line + ":" + column + ":") + " ";
        }

        private String what() {
            return value == null ? path : path + " \"" + value + "\"";
        }
    }
}
