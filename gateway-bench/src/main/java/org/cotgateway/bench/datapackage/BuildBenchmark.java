package org.cotgateway.bench.datapackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.datapackage.Attachment;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageSpec;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Builds a package of a marker and a file of that size that does not compress, stores it and removes it: what a push with
 * an attachment does before anything is sent, with its hash and its writes to disk.
 *
 * <p>{@code scripts/bench jmh BuildBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class BuildBenchmark {

    /** The size of the file. */
    @Param({"1000", "100000", "5000000"})
    public int bytes;

    private final List<CotEvent> events = SampleEvents.of(SampleEvents.Kind.TYPICAL, SampleEvents.USUAL_COUNT);
    private final Path directory = temporary();
    private final Path file = directory.resolve("photo.jpg");
    private final PackageStore store = open();
    private int next;

    private static Path temporary() {
        try {
            return Files.createTempDirectory("packages");
        } catch (IOException full) {
            throw new IllegalStateException(full);
        }
    }

    private PackageStore open() {
        try {
            return PackageStore.open(StoreSettings.in(directory.resolve("store")), new Counters());
        } catch (IOException full) {
            throw new IllegalStateException(full);
        }
    }

    @Setup
    public void write() throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.write(file, content);
    }

    @TearDown
    public void delete() throws IOException {
        store.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Benchmark
    public StoredPackage build() throws PackageException, IOException {
        next = next + 1 == events.size() ? 0 : next + 1;
        CotEvent event = events.get(next);
        StoredPackage stored =
                store.build(PackageSpec.of(event.uid(), "photo", List.of(event), List.of(Attachment.of(file))));
        store.remove(stored.sha256());
        return stored;
    }
}
