package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes what {@code cotgw serve} starts faster with. It takes two JVMs each time: in the first a gateway starts, ends and
 * leaves behind what it has needed, and the second lays that out.
 *
 * @param options where the files go
 * @param classPath jars of the gateway; what is in directories has no place in them
 */
record StartCaches(LoadOptions options, String classPath) {

    private static final long TIMEOUT_S = 120;

    /** This way to start, with an archive of the classes (AppCDS), as {@code scripts/cotgw} makes it. */
    Variant archived(Variant way) throws IOException, InterruptedException {
        Path list = file(way, ".lst");
        Path archive = file(way, ".jsa");
        List<String> dump = new ArrayList<>(List.of(
                // What lies in the archive's heap is laid out by this collector alone, for all of them.
                "-XX:+UseG1GC", "-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive));
        if (way.jvmOptions().contains(Jdks.NATIVE_ACCESS)) {
            // Else it has no use for the archive's graph of modules, and says so where the ports are to stand.
            dump.add(Jdks.NATIVE_ACCESS);
        }
        make(archive, way.with("-XX:DumpLoadedClassList=" + list), dump);
        return way.with("-XX:SharedArchiveFile=" + archive);
    }

    /** This way to start, with an AOT cache (JEP 483, 515), which a JDK of {@link Jdks#HAS_AOT_CACHES} or newer has. */
    Variant withAotCache(Variant way) throws IOException, InterruptedException {
        String needed = "-XX:AOTConfiguration=" + file(way, ".aotconf");
        Path cache = file(way, ".aot");
        Variant with = way.with("-XX:AOTCache=" + cache);
        make(
                cache,
                way.with("-XX:AOTMode=record", needed),
                with.with("-XX:AOTMode=create", needed).jvmOptions());
        return with;
    }

    private void make(Path made, Variant naming, List<String> layingOut) throws IOException, InterruptedException {
        Path log = file(naming, "-archive.log");
        Files.deleteIfExists(made);
        run(
                naming,
                naming.jvmOptions(),
                log,
                "serve",
                "--duration=1s",
                "--stream-port=0",
                "--direct-port=0",
                "--http-port=0");
        run(naming, layingOut, log);
        if (!Files.exists(made)) {
            throw new IOException("no archive of " + classPath + "; " + log + " may say why");
        }
    }

    private void run(Variant way, List<String> jvmOptions, Path log, String... arguments)
            throws IOException, InterruptedException {
        Process process = BoundProcess.of(ChildProgram.javaCommand(
                        way.jdk(), classPath, jvmOptions, "org.cotgateway.cli.Cotgw", List.of(arguments)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private Path file(Variant way, String ending) {
        return options.program(way.name() + ending).toAbsolutePath();
    }
}
