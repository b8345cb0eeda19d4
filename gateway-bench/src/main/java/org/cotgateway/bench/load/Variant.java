package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotgateway.bench.report.RunRecord;

/**
 * A way to run {@code cotgw serve}, which differs from the usual one in one thing.
 *
 * @param name as ratios have it: {@code nio} in {@code variant_nio_flat_out}
 * @param title in words
 * @param jdk the directory of the JDK that runs it
 * @param jvmOptions all options of its JVM
 * @param settings what its settings file says, in YAML; empty for none
 */
record Variant(String name, String title, Path jdk, List<String> jvmOptions, String settings) {

    Variant {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** As the gateway is run unless told otherwise, by the JDK that runs us. */
    static Variant usual(List<String> jvmOptions) {
        return new Variant("default", "default", ownJdk(), jvmOptions, "");
    }

    private static Path ownJdk() {
        return Path.of(System.getProperty("java.home"));
    }

    boolean isOnOtherJdk() {
        return !jdk.equals(ownJdk());
    }

    /** Puts the version of its JDK into a record, unless it is that of the one that runs us, which has it anyway. */
    void addJdkTo(RunRecord.Builder record) throws IOException {
        String version = Jdks.version(jdk);
        if (isOnOtherJdk() && !version.isEmpty()) {
            record.version("JDK " + version.replaceFirst("\\..*", ""), version);
        }
    }

    Variant named(String otherName, String otherTitle) {
        return new Variant(otherName, otherTitle, jdk, jvmOptions, settings);
    }

    /** With these options behind the others, before which they go. */
    Variant with(String... options) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.addAll(Arrays.asList(options));
        return new Variant(name, title, jdk, all, settings);
    }

    /** On the JDK of this version in this directory, and named after it. */
    Variant onJdk(int feature, Path home) {
        return new Variant("jdk" + feature, "JDK " + feature, home, jvmOptions, settings);
    }

    Variant set(String yaml) {
        return new Variant(name, title, jdk, jvmOptions, yaml);
    }
}
