package org.cotgateway.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What one run measured, round by round: the report is made of the records of all runs, and nothing else. Each is a JSON
 * file; its fields are those of the records here.
 *
 * @param run which run, {@code relay} for one; of two records of one run the report takes the newer
 * @param command what repeats it, as a user would type it
 * @param machine what it ran on, in one line
 * @param at when it ended
 * @param source which version of the sources was measured; {@link #UNKNOWN_SOURCE} if the record does not say
 * @param versions of what was measured and what it was measured by, names and versions; none in records of old
 * @param figures what was measured
 * @param ratios what was measured as a multiple of something else of the same round
 * @param points what plots are made of
 */
public record RunRecord(
        String run,
        String command,
        String machine,
        String at,
        String source,
        Map<String, String> versions,
        List<Figure> figures,
        List<Ratio> ratios,
        List<Point> points) {

    /** In the place of a version of the sources. */
    public static final String UNKNOWN_SOURCE = "unknown";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Copies the lists and the map, whose order stays. */
    public RunRecord {
        source = Objects.requireNonNullElse(source, UNKNOWN_SOURCE);
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNullElse(versions, Map.of())));
        figures = List.copyOf(figures);
        ratios = List.copyOf(ratios);
        points = List.copyOf(points);
    }

    /**
     * Something that was measured.
     *
     * @param name {@code case.who.what_unit} in lower case, say {@code relay_300.gateway.deliveries_per_s}; unique
     * @param title the same in words
     * @param unit what it counts, say {@code ns/event}
     * @param moreIsBetter whether a greater one is the better one
     * @param rounds its value in each round
     */
    public record Figure(String name, String title, String unit, boolean moreIsBetter, List<Double> rounds) {
        /** Copies the list. */
        public Figure {
            rounds = List.copyOf(rounds);
        }

        /** The most that we want of it, if we want something. */
        public OptionalDouble goal() {
            return Goal.named(name).stream().mapToDouble(Goal::bound).findFirst();
        }
    }

    /**
     * Ours as a multiple of another's, always so that more is better: the other's time divided by ours, or our throughput by
     * the other's.
     *
     * @param name say {@code relay_300_vs_c}; unique among all runs
     * @param title the same in words
     * @param goal the least that we want, if we want something
     * @param rounds its value in each round
     */
    public record Ratio(String name, String title, @Nullable Double goal, List<Double> rounds) {
        /** Copies the list. */
        public Ratio {
            rounds = List.copyOf(rounds);
        }
    }

    /**
     * A point of a plot.
     *
     * @param plot which plot, say {@code throughput}
     * @param line which of its lines, say {@code gateway}
     * @param x where it stands on the horizontal axis
     * @param rounds its height in each round
     */
    public record Point(String plot, String line, double x, List<Double> rounds) {
        /** Copies the list. */
        public Point {
            rounds = List.copyOf(rounds);
        }
    }

    /** A record that is being filled. */
    public static Builder of(String run, String command) {
        return new Builder(run, command);
    }

    /** Reads what {@link #write} wrote. */
    public static RunRecord read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), RunRecord.class);
    }

    /** Writes it as {@code RUN.json} into a directory, which is made if need be. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(run + ".json"), json());
    }

    private String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes what a run measured, in any order. Not for several threads at once. */
    public static final class Builder {

        private final String run;
        private final String command;
        private final Map<String, String> versions = new LinkedHashMap<>();
        private final List<Figure> figures = new ArrayList<>();
        private final List<Ratio> ratios = new ArrayList<>();
        private final List<Point> points = new ArrayList<>();
        private String source = UNKNOWN_SOURCE;

        private Builder(String run, String command) {
            this.run = run;
            this.command = command;
        }

        /** Says which version of the sources is measured. */
        public Builder source(String measured) {
            source = measured;
            return this;
        }

        /** Adds the version of something that this run alone knows. */
        public Builder version(String name, String version) {
            versions.put(name, version);
            return this;
        }

        /** Adds a figure of which more is better. */
        public Builder more(String name, String title, String unit, double... rounds) {
            figures.add(new Figure(name, title, unit, true, boxed(rounds)));
            return this;
        }

        /** Adds a figure of which less is better. */
        public Builder less(String name, String title, String unit, double... rounds) {
            figures.add(new Figure(name, title, unit, false, boxed(rounds)));
            return this;
        }

        /** Adds a ratio, with the least that we want. */
        public Builder ratio(String name, String title, double goal, double... rounds) {
            ratios.add(new Ratio(name, title, goal, boxed(rounds)));
            return this;
        }

        /** Adds a ratio of which nothing is wanted. */
        public Builder ratio(String name, String title, double[] rounds) {
            ratios.add(new Ratio(name, title, null, boxed(rounds)));
            return this;
        }

        /** Adds a point of a plot. */
        public Builder point(String plot, String line, double x, double... rounds) {
            points.add(new Point(plot, line, x, boxed(rounds)));
            return this;
        }

        /** What it holds so far, measured on this machine, now, with the versions of what is here. */
        public RunRecord build() throws IOException {
            String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            Map<String, String> all = Versions.here();
            all.putAll(versions);
            return new RunRecord(run, command, Machine.line(), now, source, all, figures, ratios, points);
        }

        private static List<Double> boxed(double... rounds) {
            return DoubleStream.of(rounds).boxed().toList();
        }
    }
}
