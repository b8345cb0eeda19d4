package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, before the eyes of somebody else's parser. Needs {@code xmllint} (package libxml2-utils). */
class XmllintIT {

    private static final long SEED = 20_261_122L;
    private static final int EVENTS = 500;

    @TempDir
    private Path directory;

    @Test
    void acceptsWhatIsWritten() throws Exception {
        RandomEvents events = new RandomEvents(SEED);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Path file = directory.resolve(i + ".xml");
            Files.writeString(file, Documents.write(events.next()));
            files.add(file.toString());
        }

        assertThat(complaints(files)).as("seed %d", SEED).isEmpty();
    }

    @Test
    void rejectsWhatIsNoXml() throws Exception {
        Path file = directory.resolve("bad.xml");
        Files.writeString(file, "<event><a></event>");

        assertThat(complaints(List.of(file.toString()))).contains("Opening and ending tag mismatch");
    }

    private String complaints(List<String> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("xmllint", "--noout", "--nonet"));
        command.addAll(files);
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("xmllint ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
}
