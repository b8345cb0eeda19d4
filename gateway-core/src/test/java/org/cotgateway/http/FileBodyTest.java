package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces of a file, by workers that work when they are told to. */
class FileBodyTest {

    private static final byte[] CONTENT = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EventLoop loop = channel.eventLoop();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final List<byte[]> read = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @TempDir
    Path directory;

    private FileChannel file;
    private FileBody body;

    @BeforeEach
    void open() throws IOException {
        file = FileChannel.open(Files.write(directory.resolve("file"), CONTENT));
        body = new FileBody(file, 2, work::add);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void readsNothingUntilAWorkerDoes() {
        ask(1, 3);

        assertThat(read).isEmpty();

        work.remove().run();
        channel.runPendingTasks();

        assertThat(read).containsExactly(new byte[] {3, 4, 5});
        body.release();
    }

    @Test
    void closesTheFileWhenItIsReleased() {
        body.release();

        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void whoReadsStillHasTheFileWhenItIsReleased() {
        ask(0, 8);
        body.release();

        assertThat(file.isOpen()).isTrue();

        work.remove().run();
        channel.runPendingTasks();

        assertThat(read).hasSize(1);
        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void aFileThatIsTooShortIsAFailure() {
        ask(5, 4);
        work.remove().run();
        channel.runPendingTasks();

        assertThat(read).isEmpty();
        assertThat(failures).singleElement().isInstanceOf(EOFException.class);
        body.release();
    }

    @Test
    void workersThatTakeNoMoreAreAFailureAndKeepNothingOpen() {
        FileBody refused = new FileBody(file, 0, task -> {
            throw new RejectedExecutionException("enough");
        });

        refused.read(0, 4, loop, this::take, failures::add);
        refused.release();

        assertThat(failures).singleElement().isInstanceOf(RejectedExecutionException.class);
        assertThat(file.isOpen()).isFalse();
    }

    private void ask(long at, int bytes) {
        body.read(at, bytes, loop, this::take, failures::add);
    }

    private void take(ByteBuf piece) {
        read.add(ByteBufUtil.getBytes(piece));
        piece.release();
    }
}
