package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.transport.CountedPasses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies from files, with workers that work when they are told to. */
class BodySlicesTest {

    private static final int LENGTH = FileBody.PIECE_BYTES + 10;

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final Observed observed = new Observed();
    private final List<ChannelFuture> written = new ArrayList<>();

    @TempDir
    Path directory;

    private EmbeddedChannel channel;
    private ClientDeadline deadline;
    private FileChannel file;

    @BeforeEach
    void open() throws IOException {
        deadline = new ClientDeadline(HttpSettings.on(ServerFixture.loopback().address()));
        channel = new EmbeddedChannel(deadline);
        deadline.answering();
        file = FileChannel.open(Files.write(directory.resolve("file"), new byte[LENGTH]));
    }

    @AfterEach
    void close() throws IOException {
        channel.finishAndReleaseAll();
        file.close();
    }

    @Test
    void aFileIsWrittenPieceByPiece() {
        begin(fromFile(LENGTH));

        assertThat(work).hasSize(1);
        workOnce();
        assertThat(sizeOfNext()).isEqualTo(FileBody.PIECE_BYTES);
        workOnce();
        assertThat(sizeOfNext()).isEqualTo(10);

        assertThat((Object) channel.readOutbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(observed.ends).containsExactly(true);
        assertThat(observed.bytes).isEqualTo(LENGTH);
        assertThat(file.isOpen()).isFalse();
        assertThat(written).singleElement().matches(ChannelFuture::isSuccess);
    }

    @Test
    void aConnectionThatEndsWhileAWorkerReadsEndsTheBodyAtOnce() {
        begin(fromFile(LENGTH));

        channel.close();

        assertThat(observed.ends).containsExactly(false);
        workOnce();
        assertThat(observed.ends).containsExactly(false);
        assertThat(observed.bytes).isZero();
        assertThat(work).isEmpty();
        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void aFileThatEndsTooEarlyEndsTheConnection() {
        begin(fromFile(LENGTH + 1));
        workOnce();
        assertThat(sizeOfNext()).isEqualTo(FileBody.PIECE_BYTES);

        workOnce();

        assertThat(channel.isOpen()).isFalse();
        assertThat(observed.ends).containsExactly(false);
        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void theLoopLooksAtItsOtherConnectionsBetweenTwoSlices() throws Exception {
        int slices = 5;
        int length = slices * BodySlices.SLICE_BYTES;
        CountDownLatch over = new CountDownLatch(1);
        LocalAddress address = new LocalAddress(BodySlicesTest.class);
        ClientDeadline patience =
                new ClientDeadline(HttpSettings.on(ServerFixture.loopback().address()));
        try (CountedPasses counted = new CountedPasses()) {
            new ServerBootstrap()
                    .group(counted.loop())
                    .channel(LocalServerChannel.class)
                    .childHandler(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext ctx, Object slice) {
                            ReferenceCountUtil.release(slice);
                        }
                    })
                    .bind(address)
                    .sync();
            Channel client = new Bootstrap()
                    .group(counted.loop())
                    .channel(LocalChannel.class)
                    .handler(patience)
                    .connect(address)
                    .sync()
                    .channel();
            AnswerBody body = new AnswerBody(Unpooled.directBuffer(length).writeZero(length), length);
            BodyObserver observer = new BodyObserver() {
                @Override
                public void wrote(long bytes) {
                    counted.note();
                }

                @Override
                public void ended(boolean whole) {
                    over.countDown();
                }
            };
            client.eventLoop().execute(() -> {
                patience.answering();
                new BodySlices(client, patience, body, observer, written::add).begin();
            });
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(counted.noted()).hasSize(slices).containsOnly(1);
        }
    }

    private AnswerBody fromFile(int length) {
        return new AnswerBody(new FileBody(file, 0, work::add), length);
    }

    private void begin(AnswerBody body) {
        new BodySlices(channel, deadline, body, observed, written::add).begin();
    }

    private void workOnce() {
        work.remove().run();
        channel.runPendingTasks();
    }

    private int sizeOfNext() {
        ByteBuf slice = channel.readOutbound();
        try {
            return slice.readableBytes();
        } finally {
            slice.release();
        }
    }

    private static final class Observed implements BodyObserver {
        final List<Boolean> ends = new ArrayList<>();
        long bytes;

        @Override
        public void wrote(long more) {
            bytes += more;
        }

        @Override
        public void ended(boolean whole) {
            ends.add(whole);
        }
    }
}
