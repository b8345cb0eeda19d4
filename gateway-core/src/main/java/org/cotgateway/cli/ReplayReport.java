package org.cotgateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotgateway.event.PrintableText;

/** How a replay goes and went, for people and for programs. */
final class ReplayReport {

    private static final double NS_PER_SECOND = 1e9;
    private static final int ENDPOINT_WIDTH = 32;

    private final OutputOptions output;
    private final Path file;
    private boolean shown;

    ReplayReport(OutputOptions output, Path file) {
        this.output = output;
        this.file = file;
    }

    /** One line that is written over the one before, on a terminal only. */
    void progress(Playback.Tally tally, long elapsedNs) {
        if (!output.onTerminal() || output.json()) {
            return;
        }
        long sent =
                tally.endpoints().stream().mapToLong(ReplayTarget.Tally::sent).sum();
        output.err()
                .printf(
                        Locale.ROOT,
                        "\r%.1f s  %,d events  %,d sent  ",
                        elapsedNs / NS_PER_SECOND,
                        tally.events(),
                        sent);
        output.err().flush();
        shown = true;
    }

    void conclude(Playback.Tally tally, long maxLateMs, long elapsedNs) {
        if (shown) {
            output.err().println();
            output.err().flush();
        }
        PrintWriter out = output.out();
        out.printf(
                Locale.ROOT,
                "%,d event%s in %.1f s, none more than %d ms late%s%s%s%n",
                tally.events(),
                tally.events() == 1 ? "" : "s",
                elapsedNs / NS_PER_SECOND,
                maxLateMs,
                tally.broken() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d of them invalid, sent all the same", tally.broken()),
                tally.unreadable() == 0 ? "" : String.format(Locale.ROOT, ", %,d unreadable", tally.unreadable()),
                tally.missing() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d missing in the recording", tally.missing()));
        for (ReplayTarget.Tally target : tally.endpoints()) {
            String dropped = target.dropped().entrySet().stream()
                    .map(each -> String.format(
                            Locale.ROOT, "  %s %,d", each.getKey().name().toLowerCase(Locale.ROOT), each.getValue()))
                    .collect(Collectors.joining());
            String why = target.complete() || target.lastTrouble().isEmpty()
                    ? ""
                    : "  (" + PrintableText.of(target.lastTrouble()) + ")";
            String line = String.format(
                    Locale.ROOT,
                    "  %-" + ENDPOINT_WIDTH + "s  sent %,d  conflated %,d%s%s",
                    target.endpoint(),
                    target.sent(),
                    target.conflated(),
                    dropped,
                    why);
            out.println(target.complete() ? line : output.red(line));
        }
        out.flush();
        if (output.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("file", file);
            document.put("events", tally.events());
            document.put("invalid", tally.broken());
            document.put("unreadable", tally.unreadable());
            document.put("missing", tally.missing());
            document.put("maxLateMs", maxLateMs);
            document.put("elapsedMs", Math.round(elapsedNs / 1e6));
            document.put("endpoints", tally.endpoints());
            output.json(document);
        }
    }
}
