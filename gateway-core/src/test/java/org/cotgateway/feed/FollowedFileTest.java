package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowedFileTest {

    @TempDir
    Path directory;

    private final EventLoop loop = new DefaultEventLoop();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean full = new AtomicBoolean();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Path file = Path.of("");

    @SuppressWarnings("NullAway.Init") // set by follow
    private FollowedFile followed;

    @SuppressWarnings("NullAway.Init") // set by follow
    private FeedReader reader;

    @BeforeEach
    void name() {
        file = directory.resolve("tracks");
    }

    @AfterEach
    void end() {
        followed.close();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void follow(FeedFormat format, boolean fromStart) throws Exception {
        FeedInputSettings input = new FeedInputSettings(
                false, null, null, 1, Duration.ofMinutes(1), file, fromStart, Duration.ofMillis(5));
        FeedSettings feed =
                RecordCopy.of(Mapping.usual().feed(format)).with("input", input).get();
        reader = new FeedReader(feed, (event, from) -> seen.add(event.uid()), new Counters(), InstantSource.system());
        followed = FollowedFile.open(feed, file, loop, worker, new FeedPause(loop, full::get), reader);
        // The first look has been taken.
        worker.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }

    private static String row(String id) {
        return "{\"id\":\"" + id + "\",\"lat\":1,\"lon\":1}\n";
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void awaitSeen(String... uids) {
        Await.until(() -> seen.size() >= uids.length);
        assertThat(seen).containsExactly(uids);
    }

    @Test
    void whatIsAppendedIsTakenWhenItsLineHasAnEnd() throws Exception {
        append(file, row("a"));
        follow(FeedFormat.NDJSON, true);
        awaitSeen("a");
        append(file, row("b").substring(0, 5));
        append(file, row("b").substring(5) + row("c"));
        awaitSeen("a", "b", "c");
    }

    @Test
    void whatIsThereAlreadyCountsOnlyWhereThatIsSaid() throws Exception {
        append(file, row("old") + row("half").substring(0, 7));
        follow(FeedFormat.NDJSON, false);
        append(file, row("half").substring(7) + row("new"));
        awaitSeen("new");
        assertThat(loop.submit(reader::counts).get().rejected()).isEmpty();
    }

    @Test
    void theColumnsNamesCountInAnyCase() throws Exception {
        append(file, "lon,id,lat\n1,old,1\n");
        follow(FeedFormat.CSV, false);
        append(file, "1,new,1\n");
        awaitSeen("new");
    }

    @Test
    void aFileThatIsCutIsReadFromItsBeginning() throws Exception {
        append(file, row("a-long-name") + row("b"));
        follow(FeedFormat.NDJSON, true);
        awaitSeen("a-long-name", "b");
        Files.writeString(file, row("c"));
        awaitSeen("a-long-name", "b", "c");
    }

    /** As by {@code > file}: in one step here, so that nobody sees it empty. */
    private void writeAnew(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aFileThatIsWrittenAnewToTheSameLengthIsReadFromItsBeginning() throws Exception {
        append(file, row("a") + row("b"));
        follow(FeedFormat.NDJSON, true);
        awaitSeen("a", "b");
        writeAnew(row("c") + row("d"));
        awaitSeen("a", "b", "c", "d");
        append(file, row("e"));
        awaitSeen("a", "b", "c", "d", "e");
    }

    @Test
    void aFileThatIsCutAndHasGrownBeyondItAgainIsReadFromItsBeginning() throws Exception {
        append(file, row("old"));
        follow(FeedFormat.NDJSON, false);
        writeAnew(row("long-name-1") + row("long-name-2") + row("long-name-3"));
        awaitSeen("long-name-1", "long-name-2", "long-name-3");
        append(file, row("more"));
        awaitSeen("long-name-1", "long-name-2", "long-name-3", "more");
        assertThat(loop.submit(reader::counts).get().rejected()).isEmpty();
    }

    @Test
    void aLargeFileThatIsWrittenAnewIsReadFromItsBeginning() throws Exception {
        String rows = row("a").repeat(FileSource.PART_BYTES / row("a").length() + 1);
        append(file, rows);
        follow(FeedFormat.NDJSON, true);
        Await.until(
                () -> loop.submit(reader::counts).get().in(),
                count -> count == rows.lines().count());
        writeAnew(rows.replace("\"a\"", "\"b\""));
        Await.until(
                () -> loop.submit(reader::counts).get().in(),
                count -> count == 2 * rows.lines().count());
        assertThat(seen.get(seen.size() - 1)).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatIsWrittenAnewWithTheSameEndIsReadFromItsBeginning(boolean fromStart) throws Exception {
        String rows = row("same").repeat(300);
        append(file, row("a") + rows);
        follow(FeedFormat.NDJSON, fromStart);
        long before = fromStart ? 301 : 0;
        Await.until(() -> loop.submit(reader::counts).get().in(), count -> count == before);

        writeAnew(row("b") + rows);

        Await.until(() -> loop.submit(reader::counts).get().in(), count -> count == before + 301);
        assertThat(seen).contains("b");
        append(file, row("more"));
        Await.until(() -> seen.contains("more"));
        assertThat(loop.submit(reader::counts).get().in()).isEqualTo(before + 302);
    }

    @Test
    void aFileThatIsWrittenAnewWithTheSameBeginningIsReadFromItsBeginning() throws Exception {
        String rows = row("same").repeat(300);
        append(file, rows + row("a"));
        follow(FeedFormat.NDJSON, true);
        Await.until(() -> loop.submit(reader::counts).get().in(), count -> count == 301);

        writeAnew(rows + row("b"));

        Await.until(() -> loop.submit(reader::counts).get().in(), count -> count == 602);
        assertThat(seen.get(seen.size() - 1)).isEqualTo("b");
    }

    @Test
    void aFileThatIsRotatedIsReadToItsEndAndThenTheNewOne() throws Exception {
        append(file, row("a"));
        follow(FeedFormat.NDJSON, true);
        awaitSeen("a");
        Path rotated = directory.resolve("tracks.1");
        Files.move(file, rotated);
        append(rotated, row("late"));
        awaitSeen("a", "late");
        append(rotated, row("unfinished").strip());
        append(file, row("fresh"));
        awaitSeen("a", "late", "unfinished", "fresh");
        append(file, row("more"));
        awaitSeen("a", "late", "unfinished", "fresh", "more");
    }

    @Test
    void aFileThatIsNotThereYetIsWaitedForAndReadFromItsStart() throws Exception {
        follow(FeedFormat.NDJSON, false);
        assertThat(followed.trouble()).isEqualTo("there is no such file");
        append(file, row("a"));
        awaitSeen("a");
        assertThat(followed.trouble()).isNull();
    }

    @Test
    void aLargeFileIsReadInParts() throws Exception {
        StringBuilder rows = new StringBuilder();
        int count = 4 * FileSource.PART_BYTES / row("00000").length();
        for (int i = 0; i < count; i++) {
            rows.append(row(String.format("%05d", i)));
        }
        append(file, rows.toString());
        follow(FeedFormat.NDJSON, true);
        Await.until(() -> seen.size() >= count);
        assertThat(seen).hasSize(count).isSorted().doesNotHaveDuplicates();
    }

    /** Whoever writes in another way than by appending, as a file system does that comes back with less. */
    @Test
    void aFileThatIsCutInTheMiddleOfARowIsReadFromItsBeginning() throws Exception {
        append(file, row("a-long-name") + row("half").substring(0, 9));
        follow(FeedFormat.NDJSON, true);
        awaitSeen("a-long-name");
        Files.writeString(file, row("b"));
        awaitSeen("a-long-name", "b");
        assertThat(loop.submit(reader::counts).get().rejected()).isEqualTo(Map.of(RejectReason.MALFORMED, 1L));
    }

    /** A link to itself is an error of input and output that even root gets. */
    private void breakOff() throws IOException {
        point(file, file);
        awaitTrouble("cannot be read: Too many levels of symbolic links");
    }

    /** In one step, so that there is always something. */
    private static void point(Path link, Path target) throws IOException {
        Path fresh = link.resolveSibling("fresh");
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitTrouble(String start) {
        Await.until(() -> {
            String trouble = followed.trouble();
            return trouble != null && trouble.startsWith(start);
        });
    }

    @Test
    void afterAnErrorItGoesOnWhereItWas() throws Exception {
        Path real = directory.resolve("real");
        append(real, row("a") + row("b").substring(0, 5));
        point(file, real);
        follow(FeedFormat.NDJSON, true);
        awaitSeen("a");

        breakOff();
        append(real, row("b").substring(5));
        point(file, real);
        awaitSeen("a", "b");
        assertThat(followed.trouble()).isNull();
        assertThat(loop.submit(reader::counts).get().rejected()).isEmpty();

        breakOff();
        Files.writeString(real, row("c"));
        point(file, real);
        awaitSeen("a", "b", "c");

        breakOff();
        Path other = directory.resolve("other");
        append(other, row("d") + row("e"));
        point(file, other);
        awaitSeen("a", "b", "c", "d", "e");
    }

    @Test
    void whatWasThereBeforeDoesNotCountAfterAnErrorEither() throws Exception {
        Path real = directory.resolve("real");
        append(real, row("old"));
        point(file, real);
        follow(FeedFormat.NDJSON, false);
        breakOff();
        append(real, row("new"));
        point(file, real);
        awaitSeen("new");
    }

    @Test
    void aDocumentThatCannotBeReadIsReadWhenItCan() throws Exception {
        Path real = directory.resolve("real");
        Files.writeString(real, "[" + row("a") + "]");
        point(file, real);
        follow(FeedFormat.JSON, true);
        awaitSeen("a");
        breakOff();
        point(file, real);
        Await.until(() -> followed.trouble() == null);
        breakOff();
        Files.writeString(real, "[" + row("b") + "]");
        point(file, real);
        awaitSeen("a", "b");
        Files.delete(file);
        Files.createDirectory(file);
        awaitTrouble("cannot be read: Is a directory");
        Files.delete(file);
        Files.writeString(file, "[" + row("c") + "]");
        awaitSeen("a", "b", "c");
    }

    @Test
    void nothingIsReadWhileMemoryIsShort() throws Exception {
        full.set(true);
        int count = 3 * FileSource.PART_BYTES / row("00000").length();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append(row(String.format("%05d", i)));
        }
        append(file, rows.toString());
        follow(FeedFormat.NDJSON, true);
        loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
        assertThat(seen).isEmpty();
        full.set(false);
        Await.until(() -> seen.size() >= count);
        assertThat(seen).hasSize(count).isSorted();
    }
}
