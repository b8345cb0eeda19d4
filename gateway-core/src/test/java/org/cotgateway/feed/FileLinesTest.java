package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that somebody cuts or writes anew in the midst of the first look at it. */
class FileLinesTest {

    private static final String HEADER = "id,lat,lon\n";

    @TempDir
    Path directory;

    private Path file = Path.of("");
    private int ended;

    @BeforeEach
    void name() {
        file = directory.resolve("tracks.csv");
    }

    /** A file to which something happens as soon as its size was asked for. */
    private static final class Disturbed implements SeekableByteChannel {

        interface Disturbance {
            void happen() throws IOException;
        }

        private final SeekableByteChannel file;
        private @Nullable Disturbance next;

        Disturbed(SeekableByteChannel file, Disturbance next) {
            this.file = file;
            this.next = next;
        }

        @Override
        public long size() throws IOException {
            long size = file.size();
            Disturbance happens = next;
            next = null;
            if (happens != null) {
                happens.happen();
            }
            return size;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return file.read(to);
        }

        @Override
        public int write(ByteBuffer from) {
            throw new AssertionError("it is only read");
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long to) throws IOException {
            file.position(to);
            return this;
        }

        @Override
        public SeekableByteChannel truncate(long to) {
            throw new AssertionError("it is only read");
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private FileLines lines(Disturbed.Disturbance happens) {
        return new FileLines(
                file, path -> new Disturbed(Files.newByteChannel(path), happens), true, false, () -> ended++);
    }

    private String next(FileLines lines) throws IOException {
        byte[] part = lines.next();
        return part == null ? "" : new String(part, StandardCharsets.UTF_8);
    }

    private String all(FileLines lines) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            all.append(next(lines));
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void whatIsCutToNothingBeforeItWasReadCountsFromItsStart(int rows) throws IOException {
        Files.writeString(file, HEADER + "old,1,1\n".repeat(rows));
        FileLines lines = lines(() -> Files.writeString(file, ""));
        assertThat(all(lines)).isEmpty();
        Files.writeString(file, HEADER + "new,1,1\n", StandardOpenOption.APPEND);
        assertThat(all(lines)).isEqualTo(HEADER + "new,1,1\n");
        lines.release();
    }

    @Test
    void whatIsWrittenAnewAndIsShorterCountsFromItsStart() throws IOException {
        Files.writeString(file, HEADER + "old,1,1\n".repeat(1_000));
        FileLines lines = lines(() -> Files.writeString(file, HEADER + "new,1,1\n"));
        assertThat(all(lines)).isEqualTo(HEADER + "new,1,1\n");
        Files.writeString(file, "more,1,1\n", StandardOpenOption.APPEND);
        assertThat(all(lines)).isEqualTo("more,1,1\n");
        lines.release();
    }

    @Test
    void whatIsThereAlreadyDoesNotCountButItsHeaderDoes() throws IOException {
        Files.writeString(file, HEADER + "old,1,1\n".repeat(1_000) + "hal");
        FileLines lines = lines(() -> {});
        assertThat(all(lines)).isEqualTo(HEADER);
        Files.writeString(file, "f,1,1\nnew,1,1\n", StandardOpenOption.APPEND);
        assertThat(all(lines)).isEqualTo("new,1,1\n");
        assertThat(ended).isZero();
        lines.release();
    }
}
