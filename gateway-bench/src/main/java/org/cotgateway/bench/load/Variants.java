package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cotgateway.transport.SocketKind;

/**
 * The ways to run the gateway that are compared: the usual one, the same once more, and others that differ from it in how
 * sockets are driven, in the collector, in Netty's buffers, in the pool that is sent from or in the JDK.
 */
final class Variants {

    /** Beside the serial one, which {@code scripts/serve.options} has. */
    private static final List<String> COLLECTORS = List.of("G1", "Parallel", "Z");

    private static final List<Integer> JDKS = List.of(17, 25);

    private final Variant usual;
    /** Beside the usual one. */
    private final Map<String, Variant> here = new LinkedHashMap<>();

    private final List<String> missing = new ArrayList<>();

    private Variants(Variant usual) {
        this.usual = usual;
    }

    /**
     * Those that this machine has.
     *
     * @param jvmOptions of the usual one
     * @param jdks where to look for others
     */
    static Variants of(List<String> jvmOptions, Jdks jdks) throws IOException {
        Variants variants = new Variants(Variant.usual(jvmOptions));
        variants.add(variants.usual.named("control", "the default, once more"));
        variants.sockets();
        variants.collectors();
        variants.buffers();
        variants.pool();
        variants.jdks(jdks);
        return variants;
    }

    private void sockets() {
        for (SocketKind kind : SocketKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            if (!kind.isAvailable()) {
                missing.add(name + ": this machine has no sockets of that kind");
            } else if (kind != SocketKind.best()) {
                add(usual.named(name, "sockets by " + kind.name()).set("sockets: " + name + "\n"));
            }
        }
    }

    private void collectors() {
        for (String collector : COLLECTORS) {
            String name = (collector + "GC").toLowerCase(Locale.ROOT);
            // Two at once are refused.
            add(usual.named(name, "collector " + collector).with("-XX:-UseSerialGC", "-XX:+Use" + collector + "GC"));
        }
    }

    /** Those that sockets are read into; what is sent is in pooled ones whatever this says. */
    private void buffers() {
        for (String type : List.of("pooled", "unpooled")) {
            add(usual.named(type, "Netty's buffers " + type).with("-Dio.netty.allocator.type=" + type));
        }
    }

    /** The one that what is sent lies in. */
    private void pool() {
        add(usual.named("pool_small_chunks", "the pool in chunks of 512 KiB").with("-Dio.netty.allocator.maxOrder=6"));
        add(usual.named("pool_one_arena", "the pool in one arena").with("-Dio.netty.allocator.numDirectArenas=1"));
        add(usual.named("pool_no_cache", "the pool without caches of threads")
                .with("-Dio.netty.allocator.smallCacheSize=0", "-Dio.netty.allocator.normalCacheSize=0"));
    }

    private void jdks(Jdks jdks) throws IOException {
        for (int feature : JDKS) {
            if (feature == Runtime.version().feature()) {
                continue;
            }
            Optional<Path> found = jdks.find(feature);
            if (found.isEmpty()) {
                missing.add(jdks.missing(feature));
                continue;
            }
            Variant other = usual.onJdk(feature, found.get());
            if (feature < Jdks.NEEDS_PERMISSION) {
                add(other);
            } else {
                add(other.with(Jdks.NATIVE_ACCESS, Jdks.UNSAFE));
                add(other.named(other.name() + "_safe", other.title() + ", Netty without Unsafe")
                        .with(Jdks.NATIVE_ACCESS));
            }
        }
    }

    private void add(Variant variant) {
        here.put(variant.name(), variant);
    }

    /**
     * The usual one, of the others those of these names, and a user's own.
     *
     * @param names none for all
     * @param own a name, {@code =} and an option of the JVM each
     */
    List<Variant> choose(List<String> names, List<String> own) throws IOException {
        List<Variant> chosen = new ArrayList<>(List.of(usual));
        for (String name : names.isEmpty() ? here.keySet() : names) {
            Variant variant = here.get(name);
            if (variant == null) {
                throw new LoadOptions.NotBegun(
                        "no variant " + name + " here; there are " + String.join(", ", here.keySet()));
            }
            chosen.add(variant);
        }
        for (String text : own) {
            chosen.add(own(text));
        }
        return chosen;
    }

    private Variant own(String text) throws IOException {
        int equals = text.indexOf('=');
        if (equals < 0 || !text.substring(0, equals).matches("[a-z0-9_]+")) {
            throw new LoadOptions.NotBegun("no variant: " + text + "; write name=option, say small_heap=-Xmx96m");
        }
        String option = text.substring(equals + 1);
        return usual.named(text.substring(0, equals), option).with(option);
    }

    /** What cannot be compared here, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
