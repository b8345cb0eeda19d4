package org.cotgateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cotgateway.event.PrintableText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cotgw listen}: prints the events that come in. */
@Command(
        name = "listen",
        description = {
            "Dials servers or opens ports and prints the events that come in, one a line.",
            "Runs until Ctrl-C, --count or --duration; --json prints one document a line."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  cotgw listen takserver:8087:stcp",
            "  cotgw listen takserver:8089:ssl --identity me.p12 --trust ca.p12 --password",
            "  cotgw listen listen:0.0.0.0:8087:stcp --type a-h",
            "  cotgw listen 239.2.3.1:6969:udp --json --count 10",
            "",
            "Exit status: 0 all well, 1 events were lost or a source was never reached, 2 wrong usage."
        })
final class ListenCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private CaptureOptions options = new CaptureOptions();

    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = CaptureOptions.SOURCES)
    private List<String> sources = new ArrayList<>();

    @Option(names = "--xml", description = "Print each event whole, as it came.")
    private boolean xml;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Source> wanted = options.sources(sources);
        Capture capture = new Capture(options);
        Printer printer = new Printer();
        try (OrderlyStop stop = new OrderlyStop(capture::end)) {
            Capture.Outcome outcome = capture.run(wanted, printer);
            printer.conclude(outcome);
            return outcome.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private final class Printer implements Capture.Taker {

        private final EventLine lines = new EventLine(output, ZoneId.systemDefault());
        private final TypeTally tally = new TypeTally();

        @Override
        public void event(CapturedEvent event) {
            tally.add(event.event().type());
            if (output.json()) {
                output.jsonLine(lines.document(event));
                return;
            }
            output.out().println(lines.text(event));
            if (xml) {
                output.out().println(PrintableText.ofLines(event.xml()));
            }
        }

        @Override
        public void lost(long sinceMs, long events) {
            output.warn(events + " events came too fast to be printed");
        }

        @Override
        public void news(String line) {
            output.news(line);
        }

        @Override
        public void pause(long sinceMs) {
            output.out().flush();
        }

        void conclude(Capture.Outcome outcome) {
            output.out().flush();
            PrintWriter err = output.err();
            err.println(CaptureSummary.text(outcome));
            tally.counts()
                    .forEach((family, count) -> err.printf(
                            Locale.ROOT,
                            "  %,9d  %s  %s%n",
                            count,
                            PrintableText.of(family),
                            TypeTally.meaning(family)));
            err.flush();
        }
    }
}
