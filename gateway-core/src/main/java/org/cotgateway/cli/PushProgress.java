package org.cotgateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.Milestone;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushReport;
import org.jspecify.annotations.Nullable;

/** Shows a push to a person: a bar while it goes (on a terminal), then a table of times, then what went wrong. */
final class PushProgress {

    private static final Duration REFRESH = Duration.ofMillis(100);
    private static final int BAR_CELLS = 20;
    private static final int SHARED_BY_MANY = 4;
    private static final String TABLE_ROW = "%-14s %9s %10s %10s %10s %10s%n";

    private final OutputOptions output;

    PushProgress(OutputOptions output) {
        this.output = output;
    }

    /** Waits for the end of the push and shows how it comes along. */
    PushReport follow(Push push) throws InterruptedException {
        boolean live = output.onTerminal() && !output.json();
        Milestone awaited = push.report().awaited();
        boolean warned = false;
        while (true) {
            PushReport report = push.await(awaited, REFRESH);
            if (!warned && !report.warnings().isEmpty()) {
                warned = true;
                report.warnings().forEach(warning -> output.err().println(output.yellow("warning: " + warning)));
                output.err().flush();
            }
            boolean ended = push.whenSettled(awaited).toCompletableFuture().isDone();
            if (live) {
                showBar(report);
            }
            if (ended) {
                if (live) {
                    output.out().print("\n\n");
                }
                return push.report();
            }
        }
    }

    /** One line that fits a terminal of 80 columns, written over itself. */
    private void showBar(PushReport report) {
        StringBuilder line = new StringBuilder("\r");
        for (Milestone milestone : Milestone.values()) {
            if (milestone.compareTo(report.awaited()) <= 0) {
                line.append(name(milestone))
                        .append(' ')
                        .append(report.reached(milestone))
                        .append("  ");
            }
        }
        int cells = BAR_CELLS * report.reached(report.awaited()) / Math.max(1, report.endpoints());
        line.append("of ").append(report.endpoints()).append("  ");
        line.append(output.green("#".repeat(cells))).append(output.faint(".".repeat(BAR_CELLS - cells)));
        if (report.failed() > 0) {
            line.append(output.red("  " + report.failed() + " failed"));
        }
        output.out().print(line.append("\u001b[K"));
        output.out().flush();
    }

    /** How many came how far, and when, counted from the start of the push. */
    void table(PushReport report) {
        PrintWriter out = output.out();
        out.printf(Locale.ROOT, TABLE_ROW, "", "endpoints", "first", "median", "99 %", "last");
        for (Milestone milestone : Milestone.values()) {
            if (milestone.compareTo(report.awaited()) > 0 && report.reached(milestone) == 0) {
                continue;
            }
            List<Long> times = report.deliveries().stream()
                    .map(delivery -> reachedAfterMs(delivery, milestone))
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            out.printf(
                    Locale.ROOT,
                    TABLE_ROW,
                    name(milestone),
                    report.reached(milestone) + "/" + report.endpoints(),
                    percentile(times, 0),
                    percentile(times, 50),
                    percentile(times, 99),
                    percentile(times, 100));
        }
        out.flush();
    }

    /** All deliveries that failed, with their reasons: one that many share is told once. */
    void failures(PushReport report) {
        Map<String, List<DeliveryReport>> byReason = new LinkedHashMap<>();
        for (DeliveryReport delivery : report.deliveries()) {
            if (delivery.state().isFailure()) {
                byReason.computeIfAbsent(delivery.state() + " " + delivery.reason(), reason -> new ArrayList<>())
                        .add(delivery);
            }
        }
        PrintWriter out = output.out();
        for (List<DeliveryReport> alike : byReason.values()) {
            DeliveryReport first = alike.get(0);
            String state = output.red(name(first.state())) + "  ";
            if (alike.size() < SHARED_BY_MANY) {
                alike.forEach(delivery ->
                        out.println(state + delivery.endpoint() + "  " + delivery.reason() + attempts(delivery)));
            } else {
                out.println(state + alike.size() + " endpoints  " + first.reason());
                alike.forEach(delivery -> out.println("    " + delivery.endpoint() + attempts(delivery)));
            }
        }
        out.flush();
    }

    private static String attempts(DeliveryReport delivery) {
        return switch (delivery.attempts()) {
            case 0 -> "";
            case 1 -> " (1 attempt)";
            default -> " (" + delivery.attempts() + " attempts)";
        };
    }

    private static @Nullable Long reachedAfterMs(DeliveryReport delivery, Milestone milestone) {
        Instant at = switch (milestone) {
            case SENT -> delivery.sentAt();
            case FETCHED -> delivery.fetchedAt();
            case ACKNOWLEDGED -> delivery.acknowledgedAt();
        };
        return at == null ? null : Duration.between(delivery.queuedAt(), at).toMillis();
    }

    private static String percentile(List<Long> sorted, int percent) {
        if (sorted.isEmpty()) {
            return "-";
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1)) + " ms";
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
