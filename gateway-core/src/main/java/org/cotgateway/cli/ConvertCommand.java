package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.json.DocumentSettings;
import org.cotgateway.json.EventDocument;
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

/** {@code cotgw convert}: events from one format to another. */
@Command(
        name = "convert",
        description = {
            "Reads events in one format and writes them in another, however many there are.",
            "What is no valid event is left out and said, as is what the other format cannot hold."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  cotgw convert tracks.geojson --to xml",
            "  cotgw convert events.xml -o events.geojson",
            "  curl -s http://partner/tracks \\",
            "      | cotgw convert --from ndjson --to tak1 > tracks.tak1",
            "",
            "Exit status: 0 all well, 1 an event was left out or a file cannot be read, 2 wrong usage."
        })
final class ConvertCommand implements Callable<Integer> {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final String STANDARD = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec spec;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private Cotgw cotgw;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files with events; none or - is standard input.")
    private List<String> files = List.of(STANDARD);

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. By the file's extension or its first bytes if not given.")
    private @Nullable ConvertFormat from;

    @Option(names = "--to", paramLabel = "FORMAT", description = "The same. By the extension of --output if not given.")
    private @Nullable ConvertFormat to;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where to write; - or not given is standard output. A file that is there is replaced in the end,"
                            + " not when nothing could be converted, nor when it is itself a FILE of which events are left out.")
    private String target = STANDARD;

    @Option(
            names = "--stale-after",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long events hold that do not say; by their type if not given.")
    private @Nullable Duration staleAfter;

    @Override
    public Integer call() throws IOException {
        ConvertFormat format = to != null ? to : ConvertFormat.ofName(target).orElse(null);
        if (format == null) {
            throw new ParameterException(spec.commandLine(), "--to is missing, and --output does not say the format");
        }
        boolean isStandard = target.equals(STANDARD);
        if (output.json() && isStandard) {
            throw new ParameterException(spec.commandLine(), "--json needs --output: it has standard output to itself");
        }
        if (isStandard) {
            ConvertReport report = convertAll(format, unclosed(cotgw.out()));
            return conclude(report);
        }
        try (ReplacedFile file = ReplacedFile.open(Path.of(target))) {
            ConvertReport report = convertAll(format, file.out());
            if (report.isFine() || report.hasConverted() && !isRead(file)) {
                file.replace();
            } else {
                report.isNotReplaced(target);
            }
            return conclude(report);
        }
    }

    private static int conclude(ConvertReport report) {
        report.conclude();
        return report.isFine() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private ConvertReport convertAll(ConvertFormat format, OutputStream out) throws IOException {
        ByteBuf pending = Unpooled.buffer(PIECE_BYTES);
        try {
            ConvertWriter writer = new ConvertWriter(format, pending, out);
            ConvertReport report = new ConvertReport(output, writer);
            writer.begin();
            for (String file : files) {
                convert(file, report, writer);
            }
            writer.end();
            writer.flush();
            return report;
        } finally {
            pending.release();
        }
    }

    /** Whether what would be replaced is where the events come from, and what was left out would be lost. */
    private boolean isRead(ReplacedFile file) throws IOException {
        for (String read : files) {
            if (!read.equals(STANDARD) && file.replaces(Path.of(read))) {
                return true;
            }
        }
        return false;
    }

    private void convert(String file, ConvertReport report, ConvertWriter writer) throws IOException {
        report.begin(file);
        try (InputStream in = open(file)) {
            ConvertFormat format = from != null ? from : guess(file, in);
            if (format == null) {
                report.unreadable("is in none of the formats that are known; say which with --from");
                return;
            }
            try (EventDocument document = format.open(report, DocumentSettings.DEFAULT.withStaleAfter(staleAfter))) {
                byte[] piece = new byte[PIECE_BYTES];
                int bytes;
                while ((bytes = read(in, piece, report)) >= 0) {
                    document.feed(Unpooled.wrappedBuffer(piece, 0, bytes));
                    writer.flush();
                }
                document.end();
            }
        } catch (OpenFailedException failed) {
            report.unreadable(failed.reason);
        }
    }

    /** A file that cannot be read does not keep the others from being converted; a target that cannot be written does. */
    private static final class OpenFailedException extends IOException {
        private static final long serialVersionUID = 1;

        private final String reason;

        OpenFailedException(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private static int read(InputStream in, byte[] piece, ConvertReport report) {
        try {
            return in.read(piece);
        } catch (IOException failed) {
            report.unreadable(Failures.reason(failed));
            return -1;
        }
    }

    private InputStream open(String file) throws OpenFailedException {
        if (file.equals(STANDARD)) {
            return new BufferedInputStream(cotgw.in(), ConvertFormat.HEAD_BYTES);
        }
        try {
            return new BufferedInputStream(Files.newInputStream(Path.of(file)), ConvertFormat.HEAD_BYTES);
        } catch (IOException | InvalidPathException failed) {
            throw new OpenFailedException(Failures.reason(failed));
        }
    }

    private static @Nullable ConvertFormat guess(String file, InputStream in) throws OpenFailedException {
        ConvertFormat named = ConvertFormat.ofName(file).orElse(null);
        if (named != null) {
            return named;
        }
        try {
            in.mark(ConvertFormat.HEAD_BYTES);
            byte[] head = in.readNBytes(ConvertFormat.HEAD_BYTES);
            in.reset();
            return ConvertFormat.ofHead(head).orElse(null);
        } catch (IOException failed) {
            throw new OpenFailedException(Failures.reason(failed));
        }
    }

    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
