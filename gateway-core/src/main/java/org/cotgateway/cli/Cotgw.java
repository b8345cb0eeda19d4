package org.cotgateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;

/** The root command: holds the subcommands and what they share of the process, which is its standard input. */
@Command(
        name = "cotgw",
        description = "Sends Cursor-on-Target events with files to ATAK devices and tells who got them.",
        versionProvider = ProgramVersion.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Every command takes --json: one JSON document on standard output and nothing else there.",
            "Exit status: 0 all well, 1 something was not delivered or not valid, 2 wrong usage."
        })
public final class Cotgw {

    /** In the order in which help names them. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ServeCommand.class,
            StatusCommand.class,
            PushCommand.class,
            ChatCommand.class,
            AlertCommand.class,
            DeleteCommand.class,
            ListenCommand.class,
            RecordCommand.class,
            ReplayCommand.class,
            DeviceCommand.class,
            PackageCommand.class,
            FeedCommand.class,
            ConfigCommand.class,
            ConvertCommand.class,
            TypeCommand.class,
            ValidateCommand.class);

    private static final String LOG_FILE_PROPERTY = "logback.configurationFile";
    private static final String LOG_LEVEL_PROPERTY = "cotgw.log.level";

    private final InputStream in;
    private final OutputStream out;
    private final InstantSource clock;

    Cotgw(InputStream in) {
        this(in, new FileOutputStream(FileDescriptor.out));
    }

    Cotgw(InputStream in, OutputStream out) {
        this(in, out, InstantSource.system());
    }

    /** @param clock by which what comes in has come late or early */
    Cotgw(InputStream in, OutputStream out, InstantSource clock) {
        this.in = in;
        this.out = out;
        this.clock = clock;
    }

    /** Standard input; {@code -} in place of a file name means it. */
    InputStream in() {
        return in;
    }

    /** Standard output for what is no text; a command writes either here or to its own writer. */
    OutputStream out() {
        return out;
    }

    InstantSource clock() {
        return clock;
    }

    public static void main(String[] args) {
        configureLog(Arrays.asList(args));
        PrintWriter out = utf8(FileDescriptor.out);
        PrintWriter err = utf8(FileDescriptor.err);
        int exit = configure(commandLine(new Cotgw(System.in), args), out, err, Ansi.AUTO)
                .execute(args);
        if (out.checkError()) {
            err.println("cotgw: standard output is closed or full, the output is not complete");
            exit = ExitCode.SOFTWARE;
        }
        err.flush();
        System.exit(exit);
    }

    /** The command line on these streams; {@code execute} of it never throws and gives the exit status. */
    static CommandLine commandLine(InputStream in, PrintWriter out, PrintWriter err, Ansi ansi) {
        return configure(commandLine(new Cotgw(in)), out, err, ansi);
    }

    /**
     * The command line with what it takes for these arguments: the command that they begin with, or all if that is none.
     * The others would only make it start later.
     */
    static CommandLine commandLine(Cotgw cotgw, String... args) {
        CommandLine line = new CommandLine(cotgw);
        for (Class<?> command : COMMANDS) {
            if (args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0])) {
                return line.addSubcommand(command);
            }
        }
        COMMANDS.forEach(line::addSubcommand);
        return line;
    }

    /** Sets what holds for every command that the line has by now. */
    static CommandLine configure(CommandLine line, PrintWriter out, PrintWriter err, Ansi ansi) {
        return line.registerConverter(double.class, new NumberConverter())
                .registerConverter(Double.class, new NumberConverter())
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::unexpected);
    }

    /** UTF-8 whatever the locale: JSON is UTF-8, and so are the callsigns and file names that we show. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
    }

    /**
     * Names the log's configuration before the first logger is made. It is not the classpath's {@code logback.xml},
     * which belongs to the program that embeds the gateway.
     */
    private static void configureLog(List<String> args) {
        if (System.getProperty(LOG_FILE_PROPERTY) == null) {
            System.setProperty(LOG_FILE_PROPERTY, "org/cotgateway/cli/logback.xml");
        }
        if (System.getProperty(LOG_LEVEL_PROPERTY) == null) {
            System.setProperty(LOG_LEVEL_PROPERTY, args.contains(OutputOptions.DEBUG) ? "DEBUG" : "WARN");
        }
    }
}
