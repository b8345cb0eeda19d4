package org.cotgateway.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.cotgateway.event.PrintableText;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where and how a command answers; a mixin of every command. With {@code --json} standard output carries exactly one
 * JSON document: what is written to {@link #out()} then goes nowhere, and a second document is refused.
 */
final class OutputOptions {

    static final String JSON = "--json";
    static final String DEBUG = "--debug";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Option(names = JSON, description = "Print one JSON document instead of text.")
    private boolean json;

    @Option(names = DEBUG, description = "Log more, and show the stack of an unexpected failure.")
    private boolean debug;

    private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    private boolean answered;

    /** Whether the answer is to be one JSON document. */
    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }

    /** Where the answer for humans goes: standard output, or nowhere with {@code --json}. */
    PrintWriter out() {
        return json ? nowhere : command.commandLine().getOut();
    }

    /** Where messages go: standard error. */
    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Tells at once what has happened meanwhile, on standard error; the line may come from anywhere. */
    void news(String line) {
        err().println(faint(PrintableText.of(line)));
        err().flush();
    }

    /** Tells at once what has gone wrong meanwhile, on standard error. */
    void warn(String line) {
        err().println(yellow(line));
        err().flush();
    }

    /** Whether a person looks at a terminal: colours and progress bars are welcome. */
    boolean onTerminal() {
        return ansi().enabled();
    }

    String red(String text) {
        return coloured("31", text);
    }

    String green(String text) {
        return coloured("32", text);
    }

    String yellow(String text) {
        return coloured("33", text);
    }

    String bold(String text) {
        return ansi().enabled() ? "\u001b[1m" + text + "\u001b[22m" : text;
    }

    String faint(String text) {
        return ansi().enabled() ? "\u001b[2m" + text + "\u001b[22m" : text;
    }

    /**
     * Prints the answer as JSON: a record, map or collection; see {@link Json}.
     *
     * @throws IllegalStateException when a document has been printed before
     */
    void json(Object document) {
        if (answered) {
            throw new IllegalStateException("a command prints one JSON document, not two");
        }
        String text = Json.text(document);
        answered = true;
        PrintWriter out = command.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    /**
     * Prints the answer as JSON in one line, for a command that goes on after its answer. What could steer a terminal is
     * written as its code: it can stand in strings only.
     */
    void jsonLine(Object document) {
        answered = true;
        PrintWriter out = command.commandLine().getOut();
        out.println(PrintableText.of(Json.line(document)));
        out.flush();
    }

    /** Whether the JSON document has been printed. */
    boolean answered() {
        return answered;
    }

    private Ansi ansi() {
        return command.commandLine().getColorScheme().ansi();
    }

    private String coloured(String code, String text) {
        return ansi().enabled() ? "\u001b[" + code + "m" + text + "\u001b[39m" : text;
    }
}
