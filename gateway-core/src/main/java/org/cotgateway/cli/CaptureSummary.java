package org.cotgateway.cli;

import java.util.Locale;
import org.cotgateway.event.PrintableText;

/** What a capture took, in a sentence. */
final class CaptureSummary {

    private CaptureSummary() {}

    static String text(Capture.Outcome outcome) {
        double seconds = outcome.elapsed().toMillis() / 1_000.0;
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d event%s in %.1f s (%.1f/s)",
                outcome.events(),
                outcome.events() == 1 ? "" : "s",
                seconds,
                seconds > 0 ? outcome.events() / seconds : 0));
        append(text, outcome.broken(), "invalid");
        append(text, outcome.malformed(), "unreadable");
        append(text, outcome.lost(), "lost");
        outcome.unreached().forEach(source -> text.append("; never reached: ").append(PrintableText.of(source)));
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(String.format(Locale.ROOT, ", %,d %s", count, what));
        }
    }
}
