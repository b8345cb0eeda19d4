package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VariantsTest {

    private static final List<String> OPTIONS = List.of("-Xmx1g", "-XX:+UseSerialGC");

    /** Neither of those that are compared is the one that runs this, or there is one less. */
    private static final int OTHER = Runtime.version().feature() == 25 ? 17 : 25;

    @TempDir
    private Path directory;

    @Test
    void theUsualOneIsFirstAndTheOthersDifferFromIt() throws IOException {
        List<Variant> all = variants(Map.of()).choose(List.of(), List.of());

        assertThat(all.get(0).name()).isEqualTo("default");
        assertThat(all.get(0).jvmOptions()).isEqualTo(OPTIONS);
        assertThat(all.get(0).isOnOtherJdk()).isFalse();
        assertThat(all).extracting(Variant::name).contains("control", "g1gc", "parallelgc", "zgc", "pooled");
        assertThat(all).extracting(Variant::name).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(variant -> assertThat(variant.jvmOptions()).startsWith("-Xmx1g"));
    }

    @Test
    void anotherCollectorTakesThePlaceOfTheUsualOne() throws IOException {
        assertThat(variants(Map.of()).choose(List.of("zgc"), List.of()).get(1).jvmOptions())
                .endsWith("-XX:-UseSerialGC", "-XX:+UseZGC");
    }

    /** An option of a name that Netty does not know would change nothing, and nobody would notice. */
    @Test
    void nettyTakesTheOptionsOfThePool() throws Exception {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        for (Variant variant :
                variants(Map.of()).choose(List.of("pool_small_chunks", "pool_one_arena", "pool_no_cache"), List.of())) {
            command.addAll(variant.jvmOptions());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PoolOfNettys.class.getName()));
        Path said = directory.resolve("said");

        Process jvm = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            jvm.destroyForcibly();
        }

        assertThat(Files.readAllLines(said)).last().isEqualTo("chunk 524288, arenas 1, caches 0 and 0");
    }

    @Test
    void aJdkIsFoundByWhatItSaysOfItself() throws IOException {
        Path home = jdk("some-name", OTHER + ".0.3");
        jdk("another", OTHER + "0.0.1");

        List<Variant> chosen = variants(Map.of()).choose(List.of("jdk" + OTHER), List.of());

        assertThat(chosen.get(1).jdk()).isEqualTo(home);
        assertThat(chosen.get(1).isOnOtherJdk()).isTrue();
        assertThat(Jdks.version(home)).isEqualTo(OTHER + ".0.3");
    }

    @Test
    void aJdkIsFoundByTheEnvironmentFirst() throws IOException {
        jdk("some-name", OTHER + ".0.3");

        List<Variant> chosen =
                variants(Map.of("JAVA_" + OTHER + "_HOME", "/opt/jdk")).choose(List.of("jdk" + OTHER), List.of());

        assertThat(chosen.get(1).jdk()).isEqualTo(Path.of("/opt/jdk"));
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        assertThat(variants(Map.of()).missing()).anyMatch(line -> line.startsWith("jdk" + OTHER + ": none in "));
        assertThatThrownBy(() -> variants(Map.of()).choose(List.of("jdk" + OTHER), List.of()))
                .hasMessageContaining("no variant jdk" + OTHER)
                .hasMessageContaining("zgc");
    }

    @Test
    void aUserAddsOneByAnOption() throws IOException {
        List<Variant> chosen = variants(Map.of()).choose(List.of("control"), List.of("small_heap=-Xmx96m"));

        assertThat(chosen).extracting(Variant::name).containsExactly("default", "control", "small_heap");
        assertThat(chosen.get(2).jvmOptions()).endsWith("-Xmx96m");
        assertThatThrownBy(() -> variants(Map.of()).choose(List.of(), List.of("-Xmx96m")))
                .hasMessageContaining("name=option");
    }

    @Test
    void whatIsToldForTheDriverStandsInItsCommandLineInOrder() throws IOException {
        VariantsLoad load = new VariantsLoad();
        new CommandLine(load)
                .parseArgs(
                        "programs",
                        "--drive-option=--publishers=10",
                        "--drive-option=--endpoint",
                        "--drive-option=*:-1:stcp");

        try (RelayProcess gateway = RelayProcess.program(Path.of("/bin/echo"), "40123")) {
            assertThat(load.relays(gateway).command(gateway, 300, "--events=track"))
                    .containsExactly(
                            Path.of("programs", "drive").toString(),
                            "--publishers=10",
                            "--endpoint",
                            "*:-1:stcp",
                            "--events=track",
                            "40123",
                            "300");
        }
    }

    private Variants variants(Map<String, String> environment) throws IOException {
        return Variants.of(OPTIONS, new Jdks(directory, environment));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Path java = home.resolve("bin/java");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(java, "");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** Says what its JVM's options made of the pool, after it has given a buffer. */
    static final class PoolOfNettys {

        private PoolOfNettys() {}

        public static void main(String[] args) {
            PooledByteBufAllocator pool = PooledByteBufAllocator.DEFAULT;
            pool.directBuffer(64 * 1024).release();
            PooledByteBufAllocatorMetric metric = pool.metric();
            System.out.println("chunk " + metric.chunkSize() + ", arenas " + metric.numDirectArenas() + ", caches "
                    + metric.smallCacheSize() + " and " + metric.normalCacheSize());
        }
    }
}
