package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what {@code cotgw serve} starts faster with. It takes two JVMs each time: in the first a gateway starts, ends and
 * leaves behind what it has needed, and the second lays that out.
 *
 * @param options where the files go
 * @param classPath jars of the gateway; what is in directories has no place in them
 */
record StartCaches(LoadOptions options, String classPath) {

    /** This way to start, with an archive of the classes (AppCDS), as {@code scripts/cotgw} makes it. */
    Variant archived(Variant way) throws IOException {
        Path list = file(way, ".lst");
        Path archive = file(way, ".jsa");
        Files.deleteIfExists(list);
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
    Variant withAotCache(Variant way) throws IOException {
        String needed = "-XX:AOTConfiguration=" + file(way, ".aotconf");
        Path cache = file(way, ".aot");
        Files.deleteIfExists(file(way, ".aotconf"));
        Variant with = way.with("-XX:AOTCache=" + cache);
        make(
                cache,
                way.with("-XX:AOTMode=record", needed),
                with.with("-XX:AOTMode=create", needed).jvmOptions());
        // Not without it, should it not fit.
        return with.with("-XX:AOTMode=on");
    }

    private void make(Path made, Variant naming, List<String> layingOut) throws IOException {
        Path log = file(naming, "-archive.log");
        Files.deleteIfExists(made);
        Files.deleteIfExists(log);
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
            throw new IOException("no " + made + " of " + classPath + "; " + log + " may say why");
        }
    }

    private void run(Variant way, List<String> jvmOptions, Path log, String... arguments) throws IOException {
        Process process = BoundProcess.of(ChildProgram.javaCommand(
                        way.jdk(), classPath, jvmOptions, "org.cotgateway.cli.Cotgw", List.of(arguments)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        int status = BoundProcess.finish(process, "what makes it start faster");
        if (status != 0) {
            throw new IOException("what makes it start faster ended with " + status + "; " + log + " may say why");
        }
    }

    private Path file(Variant way, String ending) {
        return options.program(way.name() + ending).toAbsolutePath();
    }
}
