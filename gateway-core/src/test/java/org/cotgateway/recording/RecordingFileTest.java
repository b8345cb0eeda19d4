package org.cotgateway.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFileTest {

    private static final long SEED = 20_261_121;
    private static final Instant START = Instant.parse("2026-11-21T10:00:00.250Z");

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenComesBack() throws IOException {
        for (String name : List.of("plain.jsonl", "compressed.jsonl.gz")) {
            SplittableRandom random = new SplittableRandom(SEED);
            Path file = directory.resolve(name);
            List<String> written = new ArrayList<>();
            try (RecordingWriter writer = RecordingWriter.create(file, false, START)) {
                long atMs = 0;
                for (int i = 0; i < 300; i++) {
                    atMs += random.nextInt(50);
                    String from = Samples.text(random);
                    String xml = Samples.event("u" + i, atMs, Samples.text(random));
                    writer.event(atMs, from, "xml", xml);
                    written.add(atMs + "|" + from + "|xml|" + xml);
                }
            }
            List<String> read = new ArrayList<>();
            for (RecordingEntry entry : entries(file)) {
                RecordingEntry.Event event = (RecordingEntry.Event) entry;
                read.add(event.atMs() + "|" + event.from() + "|" + event.protocol() + "|" + event.xml());
            }
            assertThat(read).as("%s, seed %d", name, SEED).isEqualTo(written);
        }
    }

    @Test
    void everyLineIsJsonThatPeopleCanRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingWriter writer = new RecordingWriter(out, START)) {
            writer.event(12, "10.0.0.7:4242", "xml", "<event/>");
            writer.gap(980, 3);
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        {"format":"cot-recording","version":1,"start":"2026-11-21T10:00:00.250Z"}
                        {"ms":12,"from":"10.0.0.7:4242","protocol":"xml","xml":"<event/>"}
                        {"ms":980,"lost":3}
                        """);
    }

    @Test
    void whatWasFlushedCanBeReadWhileTheRecordingGoesOn() throws IOException {
        for (String name : List.of("growing.jsonl", "growing.jsonl.gz")) {
            Path file = directory.resolve(name);
            try (RecordingWriter writer = RecordingWriter.create(file, false, START)) {
                writer.event(1, "a", "xml", Samples.event("u1", 1, "x"));
                writer.flush();

                assertThat(entries(file)).as(name).first().isInstanceOf(RecordingEntry.Event.class);
            }
        }
    }

    @Test
    void brokenLinesAreNamedAndTheRestIsRead() throws IOException {
        String good = "{\"ms\":%d,\"xml\":\"" + Samples.event("u", 0, "x").replace("\"", "\\\"") + "\"}\n";
        Path file = Files.writeString(
                directory.resolve("broken.jsonl"),
                header()
                        + good.formatted(1)
                        + "{\"ms\":2,\n"
                        + "{\"ms\":-1,\"xml\":\"<event/>\"}\n"
                        + "\n"
                        + "{\"ms\":3}\n"
                        + "{\"ms\":4,\"xml\":\"<event>\"}\n"
                        + "{\"ms\":1e300,\"xml\":\"<event/>\"}\n"
                        + "[]\n"
                        + "{\"ms\":5,\"lost\":7}\n"
                        + good.formatted(6));

        List<RecordingEntry> entries = entries(file);

        assertThat(entries.stream().map(RecordingFileTest::place))
                .containsExactly("1", "line 3", "line 4", "line 6", "line 7", "line 8", "line 9", "lost 7", "6");
    }

    @Test
    void anEndThatIsCutOffIsSaidAndCostsOnlyItself() throws IOException {
        Path whole = directory.resolve("whole.jsonl.gz");
        try (RecordingWriter writer = RecordingWriter.create(whole, false, START)) {
            for (int i = 0; i < 500; i++) {
                writer.event(i, "a", "xml", Samples.event("u" + i, i, "text " + i * 7919));
                writer.flush();
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(directory.resolve("half.jsonl.gz"), Arrays.copyOf(bytes, bytes.length / 2));

        List<RecordingEntry> entries = entries(half);

        assertThat(entries).hasSizeBetween(100, 400);
        assertThat(entries.subList(0, entries.size() - 1)).allMatch(RecordingEntry.Event.class::isInstance);
        assertThat(entries.get(entries.size() - 1).toString()).contains("cut off");
    }

    @Test
    void aLineWithoutEndTakesNoMemory() throws IOException {
        byte[] line = new byte[BoundedLines.MAX_BYTES + 100];
        Arrays.fill(line, (byte) 'x');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header().getBytes(StandardCharsets.UTF_8));
        out.write(line);
        out.write("\n{\"ms\":5,\"lost\":7}\n".getBytes(StandardCharsets.UTF_8));
        try (RecordingReader reader = RecordingReader.of(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(reader.next()).asString().contains("line 2", "bytes long");
            assertThat(reader.next()).isEqualTo(new RecordingEntry.Gap(5, 7));
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void anyMutationOfARecordingIsReadToItsEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingWriter writer = new RecordingWriter(out, START)) {
            for (int i = 0; i < 20; i++) {
                writer.event(i, "a", "xml", Samples.event("u" + i, i, "text"));
            }
        }
        SplittableRandom random = new SplittableRandom(SEED);
        int headerBytes = header().length();
        for (int i = 0; i < 500; i++) {
            byte[] mutated = out.toByteArray();
            for (int k = 0; k < 4; k++) {
                int at = headerBytes + random.nextInt(mutated.length - headerBytes);
                mutated[at] = (byte) random.nextInt(256);
            }
            int entries = 0;
            try (RecordingReader reader = RecordingReader.of(new ByteArrayInputStream(mutated))) {
                while (reader.next() != null) {
                    entries++;
                }
            }
            assertThat(entries).as("seed %d, round %d", SEED, i).isBetween(15, 30);
        }
    }

    @Test
    void otherFilesAreRefusedWithTheReason() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("nothing in it");
        assertThatThrownBy(() -> read("hello")).hasMessageContaining("neither a recording nor");
        assertThatThrownBy(() -> read("{\"a\":1}")).hasMessageContaining("cot-recording");
        assertThatThrownBy(() -> read("{oops}")).hasMessageContaining("line 1 is no JSON");
        assertThatThrownBy(() -> read("{\"format\":\"cot-recording\",\"version\":9}"))
                .hasMessageContaining("version 9");
    }

    @Test
    void aRecordingIsNotOverwrittenUnasked() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.jsonl"), "precious");

        assertThatThrownBy(() -> RecordingWriter.create(file, false, START))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("precious");
        RecordingWriter.create(file, true, START).close();
        assertThat(file).hasContent(header().strip());
    }

    @Test
    void xmlIsTimedByTheEventsThemselves() throws IOException {
        String xml = "\ufeff<?xml version='1.0'?>\n" + Samples.event("u1", 1_000, "x")
                + "<?xml version='1.0'?>" + Samples.event("u2", 1_250, "x") + "\n\0"
                + "<event uid='cut off'" + Samples.event("u3", 1_100, "x")
                + "<event uid='no event'/>"
                + Samples.event("u4", 2_250, "x");

        List<RecordingEntry> plain = read(xml);

        assertThat(plain.stream().map(RecordingFileTest::place)).containsSubsequence("0", "250", "250", "1250");
        assertThat(plain.stream().filter(RecordingEntry.Unreadable.class::isInstance))
                .hasSize(2)
                .allSatisfy(each -> assertThat(place(each)).startsWith("byte "));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(xml.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(compressed.toByteArray())).isEqualTo(plain);
    }

    @Test
    void wrongClocksAndLongBreaksStopNothing() {
        EventTimes times = new EventTimes();
        long tenYears = 10L * 365 * 86_400_000;

        assertThat(times.next(5_000)).isZero();
        assertThat(times.next(6_000)).isEqualTo(1_000);
        assertThat(times.next(6_000 + tenYears)).isEqualTo(1_000);
        assertThat(times.next(6_500)).isEqualTo(1_000);
        assertThat(times.next(7_000)).isEqualTo(1_500);
        assertThat(times.next(6_900)).isEqualTo(1_500);
        assertThat(times.next(7_100)).isEqualTo(1_600);
    }

    private static String header() {
        return "{\"format\":\"cot-recording\",\"version\":1,\"start\":\"2026-11-21T10:00:00.250Z\"}\n";
    }

    private static String place(RecordingEntry entry) {
        if (entry instanceof RecordingEntry.Event event) {
            return Long.toString(event.atMs());
        }
        return entry instanceof RecordingEntry.Gap gap
                ? "lost " + gap.lost()
                : ((RecordingEntry.Unreadable) entry).place();
    }

    private static List<RecordingEntry> read(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    private static List<RecordingEntry> read(byte[] content) throws IOException {
        try (RecordingReader reader = RecordingReader.of(new ByteArrayInputStream(content))) {
            return all(reader);
        }
    }

    private static List<RecordingEntry> entries(Path file) throws IOException {
        try (RecordingReader reader = RecordingReader.open(file)) {
            return all(reader);
        }
    }

    private static List<RecordingEntry> all(RecordingReader reader) throws IOException {
        List<RecordingEntry> entries = new ArrayList<>();
        RecordingEntry entry;
        while ((entry = reader.next()) != null) {
            entries.add(entry);
        }
        return entries;
    }
}
