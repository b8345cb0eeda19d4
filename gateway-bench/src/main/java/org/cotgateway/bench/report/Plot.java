package org.cotgateway.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines over one axis, as measured.
 *
 * @param title what it shows
 * @param x what its horizontal axis counts
 * @param y what its heights are
 * @param hint how to read it, in a sentence or two; may be empty
 * @param lines ours first
 */
record Plot(String title, String x, String y, String hint, List<Line> lines) {

    /** What the horizontal axis counts where the greater ones need more room than the lesser. */
    private static final String PERCENTILE = "percentile";

    private static final double GREATEST = 100;
    private static final Map<String, Plot> KNOWN = known();

    Plot {
        lines = List.copyOf(lines);
    }

    /** A line: its name and its points from left to right. */
    record Line(String name, List<Point> points) {
        Line {
            points = List.copyOf(points);
        }
    }

    /** A point: where it stands, and the heights that were measured there. */
    record Point(double x, Spread y) {}

    /** The plots that points make, by name: those that a report should have first, those without a point left out. */
    static Map<String, Plot> all(List<RunRecord.Point> points) {
        Map<String, Map<String, List<Point>>> lines = new TreeMap<>();
        for (RunRecord.Point point : points) {
            lines.computeIfAbsent(point.plot(), first -> new TreeMap<>(oursFirst()))
                    .computeIfAbsent(point.line(), first -> new ArrayList<>())
                    .add(new Point(
                            point.x(),
                            Spread.of(point.rounds().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray())));
        }
        Map<String, Plot> plots = new LinkedHashMap<>();
        KNOWN.forEach((name, plot) -> {
            Map<String, List<Point>> found = lines.remove(name);
            if (found != null) {
                plots.put(name, plot.with(found));
            }
        });
        lines.forEach((name, found) -> plots.put(name, new Plot(name, "", "", "", List.of()).with(found)));
        return plots;
    }

    /** The names of the plots that every report should have. */
    static List<String> expected() {
        return List.copyOf(KNOWN.keySet());
    }

    /** The file of a plot: names come from records, and lead nowhere else. */
    static String file(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "_") + ".svg";
    }

    static String title(String name) {
        Plot known = KNOWN.get(name);
        return known == null ? name : known.title;
    }

    /** The line's name without what of it is shown: {@code gateway} of {@code gateway p99}. */
    static Owner owner(String line) {
        for (Owner owner : Owner.values()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(owner.start)) {
                return owner;
            }
        }
        return Owner.OTHER;
    }

    /** Whose line it is; the same one looks the same in every plot. */
    enum Owner {
        GATEWAY("gateway"),
        C("c "),
        NGINX("nginx"),
        OTHER("");

        private final String start;

        Owner(String start) {
            this.start = start;
        }
    }

    /** Where its points stand. */
    Axis xAxis() {
        List<Double> values = lines.stream()
                .flatMap(line -> line.points().stream())
                .map(Point::x)
                .toList();
        return isOfPercentiles() ? Axis.ofPercentiles(values) : Axis.ofChoices(values);
    }

    /** Where a point stands, in words. */
    String place(double at) {
        if (isOfPercentiles()) {
            return at == GREATEST ? "max" : Markup.plain(at);
        }
        return Markup.number(at);
    }

    private boolean isOfPercentiles() {
        return x.equals(PERCENTILE);
    }

    private static Comparator<String> oursFirst() {
        return Comparator.comparing(Plot::owner).thenComparing(Comparator.naturalOrder());
    }

    private Plot with(Map<String, List<Point>> found) {
        return new Plot(
                title,
                x,
                y,
                hint,
                found.entrySet().stream()
                        .map(line -> new Line(
                                line.getKey(),
                                line.getValue().stream()
                                        .sorted(Comparator.comparingDouble(Point::x))
                                        .toList()))
                        .toList());
    }

    private static Map<String, Plot> known() {
        Map<String, Plot> known = new LinkedHashMap<>();
        known.put(
                "throughput",
                new Plot(
                        "Throughput against receivers",
                        "receivers",
                        "deliveries/s",
                        "Higher is better. The C loops are the limit: they do nothing but the system calls that each "
                                + "delivery takes. Flat out, as many events go in one send as came in meanwhile.",
                        List.of()));
        known.put(
                "latency",
                new Plot(
                        "Latency against receivers",
                        "receivers",
                        "ms after the event was due",
                        "Lower is better. At 100 events/s, from when the publisher was to send an event, not from when it "
                                + "could, until a receiver has it; the last byte: until the last one has it.",
                        List.of()));
        percentiles(known, "percentiles_relay", "relay, to 300 clients", 100, "until a client has it");
        percentiles(
                known,
                "percentiles_fanout",
                "fan-out, to 500 receivers",
                100,
                "until a receiver has it; the last byte: until the last one has it");
        percentiles(
                known,
                "percentiles_direct",
                "to 500 devices by connections",
                10,
                "until a device has all of it and its connection's end");
        percentiles(known, "percentiles_datagrams", "to 500 devices by datagrams", 100, "until a device has it");
        known.put(
                "cost",
                new Plot(
                        "Cost of a delivery",
                        "receivers",
                        "ns of processor time, all threads",
                        "Lower is better, and flat is what scales.",
                        List.of()));
        known.put(
                "memory",
                new Plot(
                        "Memory against receivers",
                        "receivers",
                        "MiB",
                        "Lower is better. Living is what a collection of the whole heap leaves, with the buffers outside of it: "
                                + "what it rises by, divided by the receivers, is what each of them takes. Resident is what the "
                                + "process has of the machine, most of it a heap that is as large as the collector lets it grow.",
                        List.of()));
        http(known, "http_1k", "1 kB");
        http(known, "http_100k", "100 kB");
        http(known, "http_5m", "5 MB");
        known.put(
                "soak",
                new Plot(
                        "Memory under steady load",
                        "s",
                        "MiB",
                        "Flat is good. Living is what a collection of the whole heap leaves, with the buffers outside of it; "
                                + "what rises from end to end leaks.",
                        List.of()));
        return known;
    }

    private static void percentiles(Map<String, Plot> known, String name, String load, int perSecond, String until) {
        known.put(
                name,
                new Plot(
                        "Latency by percentile, " + load,
                        PERCENTILE,
                        "ms after the event was due",
                        "Lower is better. At " + perSecond
                                + " events/s, from when the publisher was to send an event, " + until
                                + ". From 90 on each step leaves out a tenth as many as the one before, and the end none: it is the "
                                + "latest of a round.",
                        List.of()));
    }

    private static void http(Map<String, Plot> known, String name, String size) {
        known.put(
                name,
                new Plot(
                        "Downloads of " + size,
                        "clients",
                        "requests/s",
                        "Higher is better. Each has one worker.",
                        List.of()));
    }
}
