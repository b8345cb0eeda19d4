package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code histogram.h}, which all latencies go through, beside sorting. */
@Timeout(60)
class HistogramIT {

    private static final long SEED = 20_261_122L;
    private static final double[] FRACTIONS = {0.5, 0.99, 0.999, 1};

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        Programs.buildFrom(Path.of("src", "test", "c"), programs, "quantiles");
    }

    @Test
    void smallNumbersAreExact() throws Exception {
        for (int count : new int[] {1, 2, 99, 100, 101, 512}) {
            long[] values = LongStream.range(0, count).toArray();

            assertThat(quantiles(values)).as("%d numbers", count).isEqualTo(sorted(values));
        }
    }

    @Test
    void numbersOfAllSizesAreRoundedUpByNoMoreThanOnePartIn256() throws Exception {
        Random random = new Random(SEED);
        LongSupplier anySize = () -> random.nextLong() >>> 2 + random.nextInt(61);
        LongSupplier latencies = () -> (long) (2_000_000 * Math.exp(random.nextGaussian()));
        for (LongSupplier numbers : new LongSupplier[] {anySize, latencies}) {
            long[] values = LongStream.generate(numbers).limit(20_000).toArray();
            long[] exact = sorted(values);
            long[] found = quantiles(values);

            for (int i = 0; i < exact.length; i++) {
                assertThat(found[i])
                        .as("quantile %s, seed %d", FRACTIONS[i], SEED)
                        .isBetween(exact[i], exact[i] + exact[i] / 256);
            }
            assertThat(found[3]).isEqualTo(exact[3]);
        }
    }

    @Test
    void theGreatestNumberHasItsPlace() throws Exception {
        assertThat(quantiles(new long[] {-1, -1})).containsOnly(-1);
    }

    /** The least that the fraction of all does not exceed. */
    private static long[] sorted(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return Arrays.stream(FRACTIONS)
                .mapToLong(fraction -> sorted[(int) Math.ceil(fraction * sorted.length - 1e-9) - 1])
                .toArray();
    }

    private static long[] quantiles(long[] values) throws Exception {
        Path input = programs.resolve("numbers");
        Files.writeString(
                input, Arrays.stream(values).mapToObj(Long::toUnsignedString).collect(Collectors.joining("\n")));
        Process process = new ProcessBuilder(programs.resolve("quantiles").toString())
                .redirectInput(input.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader().readLine();
        return Arrays.stream(line.split(" ", -1))
                .mapToLong(Long::parseUnsignedLong)
                .toArray();
    }
}
