package org.cotgateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.PrintableText;
import org.cotgateway.event.Violation;
import org.cotgateway.json.EventItems;

/** Hands events on to be written, says what was left out and counts what was lost. */
final class ConvertReport implements EventItems {

    /** What is kept of rejected events for the one document of {@code --json}. */
    private static final int MAX_REJECTED = 10_000;

    /** How many kinds of ignored fields are told apart. */
    private static final int MAX_KINDS = 100;

    private final OutputOptions output;
    private final ConvertWriter writer;
    private final Map<String, Long> losses = new TreeMap<>();
    private final Map<String, Long> ignored = new TreeMap<>();
    private final List<Rejected> rejections = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private String file = "";
    private long converted;
    private long rejected;

    private record Rejected(String file, long index, int line, List<Violation> violations) {}

    private record Document(
            long converted,
            long rejected,
            List<Rejected> items,
            List<String> unreadable,
            Map<String, Long> lost,
            Map<String, Long> ignored) {}

    ConvertReport(OutputOptions output, ConvertWriter writer) {
        this.output = output;
        this.writer = writer;
    }

    void begin(String name) {
        file = name;
    }

    void unreadable(String reason) {
        unreadable.add(file + ": " + reason);
        output.err().println(output.red(file + ": " + reason));
    }

    @Override
    public void event(CotEvent event, long index, int line) {
        converted++;
        for (String loss : writer.write(event)) {
            losses.merge(loss, 1L, Long::sum);
        }
    }

    @Override
    public void rejected(long index, int line, List<Violation> violations) {
        rejected++;
        if (rejections.size() < MAX_REJECTED) {
            rejections.add(new Rejected(file, index, line, violations));
        }
        String place = file + ":" + line + ": item " + index + ": ";
        for (Violation violation : violations) {
            output.err().println(output.bold(place) + PrintableText.of(violation.toString()));
        }
    }

    @Override
    public void ignored(long index, int line, String field) {
        if (ignored.size() < MAX_KINDS || ignored.containsKey(field)) {
            ignored.merge(field, 1L, Long::sum);
        }
    }

    boolean isFine() {
        return rejected == 0 && unreadable.isEmpty();
    }

    boolean hasConverted() {
        return converted > 0;
    }

    /** What was converted is not kept, and what was in the file before is. */
    void isNotReplaced(String target) {
        output.err().println(output.red(target + " is left as it was"));
    }

    /** Says how much came of it all. */
    void conclude() {
        losses.forEach((what, count) -> warn(count, "lost: " + what));
        ignored.forEach(this::warnOfIgnored);
        String counts = converted + " converted" + (rejected == 0 ? "" : ", " + rejected + " left out");
        output.err().println(isFine() ? output.green(counts) : output.red(counts));
        output.err().flush();
        if (output.json()) {
            output.json(new Document(converted, rejected, rejections, unreadable, losses, ignored));
        }
    }

    private void warnOfIgnored(String what, long count) {
        String shown = PrintableText.of(what);
        if (what.startsWith("/")) {
            warn(count, "means nothing in an event: " + shown);
        } else {
            // It is in no event, but around them.
            output.err()
                    .println(output.yellow(
                            "warning: passed over " + (count == 1 ? "once" : count + " times") + ": " + shown));
        }
    }

    private void warn(long count, String what) {
        output.err().println(output.yellow("warning: in " + count + (count == 1 ? " event " : " events ") + what));
    }
}
