package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds with sockets and files while memory is short, and while a file system does not answer. */
class FeedInputsIT {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final byte[] ROW = "{\"id\":\"a\",\"lat\":1,\"lon\":1}\n".getBytes(StandardCharsets.UTF_8);
    /** More than the sockets of both sides hold. */
    private static final int MOST_HELD_BYTES = 64 << 20;

    @TempDir
    Path directory;

    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicInteger events = new AtomicInteger();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final Counters counters = new Counters();

    @SuppressWarnings("NullAway.Init") // set by open
    private GatewayLoop loop;

    @SuppressWarnings("NullAway.Init") // set by open
    private Feeds feeds;

    @BeforeEach
    void open() {
        loop = GatewayLoop.start("feeds", SocketKind.best());
        feeds = new Feeds(
                loop,
                new FeedSink() {
                    @Override
                    public boolean offer(CotEvent event, FeedSettings feed) {
                        int number = events.incrementAndGet();
                        if (failing.get()) {
                            String what = "event " + number;
                            throw number % 2 == 0
                                    ? new IllegalStateException(what)
                                    : new IllegalArgumentException(what);
                        }
                        return true;
                    }

                    @Override
                    public void ended(FeedSettings feed) {
                        ended.add(feed.name());
                    }
                },
                full::get,
                counters,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        feeds.close();
        loop.close();
    }

    private static FeedSettings feed(
            String name, @Nullable InetSocketAddress udp, @Nullable InetSocketAddress tcp, @Nullable Path file) {
        return RecordCopy.of(Mapping.usual().feed(FeedFormat.NDJSON))
                .with("name", name)
                .with(
                        "input",
                        new FeedInputSettings(
                                true, udp, tcp, 1, Duration.ofMinutes(1), file, true, Duration.ofMillis(5)))
                .get();
    }

    private FeedStatus status(String name) throws Exception {
        return loop.loop().submit(feeds::status).get(10, TimeUnit.SECONDS).stream()
                .filter(feed -> feed.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSinkIsToldOfFeedsThatEnd() throws Exception {
        FeedSettings stays = feed("stays", ANY, null, null);
        feeds.apply(List.of(stays, feed("changes", null, ANY, null), feed("goes", null, null, null)));

        feeds.apply(List.of(stays, feed("changes", ANY, null, null)));

        status("stays");
        assertThat(ended).containsExactlyInAnyOrder("changes", "goes");
    }

    @Test
    void aSenderWaitsWhileMemoryIsShort() throws Exception {
        full.set(true);
        feeds.apply(List.of(feed("tcp", null, ANY, null)));
        long rows;
        ByteBuffer many = ByteBuffer.allocate(ROW.length * 4_096);
        while (many.hasRemaining()) {
            many.put(ROW);
        }
        try (SocketChannel sender = SocketChannel.open(feeds.addresses("tcp").get(0))) {
            Await.until(() -> status("tcp"), feed -> feed.connections() == 1);
            assertThat(status("tcp").trouble()).isEqualTo("is not read: too much waits in memory");
            sender.configureBlocking(false);
            long sent = fill(sender, many);
            assertThat(sent).as("bytes that were taken").isLessThan(MOST_HELD_BYTES);
            assertThat(events).hasValue(0);
            full.set(false);
            sender.configureBlocking(true);
            while (many.hasRemaining()) {
                sent += sender.write(many);
            }
            rows = sent / ROW.length;
        }
        long all = rows;
        Await.until(() -> events.get() >= all);
        assertThat(events).hasValue((int) all);
        assertThat(status("tcp").trouble()).isNull();
    }

    /** Writes until nothing more is taken; what is left of the last rows stays in the buffer. */
    private static long fill(SocketChannel sender, ByteBuffer many) throws IOException {
        long sent = 0;
        int refused = 0;
        while (sent < MOST_HELD_BYTES) {
            if (!many.hasRemaining() || sent == 0) {
                many.rewind();
            }
            int written = sender.write(many);
            sent += written;
            refused = written == 0 ? refused + 1 : 0;
            if (refused == 100) {
                return sent;
            }
            if (written == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return sent;
    }

    @Test
    void datagramsAreLostAndCountedWhileMemoryIsShort() throws Exception {
        full.set(true);
        feeds.apply(List.of(feed("udp", ANY, null, null)));
        try (DatagramSocket sender = new DatagramSocket()) {
            DatagramPacket row =
                    new DatagramPacket(ROW, ROW.length, feeds.addresses("udp").get(0));
            sender.send(row);
            Await.until(() -> counters.get(Counter.FEED_DATAGRAMS_DROPPED) == 1);
            assertThat(events).hasValue(0);
            full.set(false);
            sender.send(row);
            Await.until(() -> events.get() == 1);
        }
        assertThat(counters.get(Counter.FEED_DATAGRAMS_DROPPED)).isEqualTo(1);
    }

    @Test
    void aStackIsLoggedOnceOfEachKindOfFailureAndNotForEachDatagram() throws Exception {
        failing.set(true);
        feeds.apply(List.of(feed("udp", ANY, null, null)));
        try (LogCapture log = LogCapture.of(UdpInput.class);
                DatagramSocket sender = new DatagramSocket()) {
            for (int sent = 1; sent <= 6; sent++) {
                sender.send(new DatagramPacket(
                        ROW, ROW.length, feeds.addresses("udp").get(0)));
                int last = sent;
                Await.until(() -> events.get() == last);
            }
            // The last one is done with when the loop has gone on.
            status("udp");
            assertThat(log.events())
                    .extracting(line -> line.getThrowableProxy().getClassName())
                    .containsExactly(IllegalArgumentException.class.getName(), IllegalStateException.class.getName());
        }
    }

    @Test
    void whoStaysSilentIsClosedAndCounted() throws Exception {
        FeedInputSettings hasty =
                new FeedInputSettings(true, null, ANY, 1, Duration.ofMillis(50), null, false, Duration.ofSeconds(1));
        feeds.apply(List.of(RecordCopy.of(feed("hasty", null, null, null))
                .with("input", hasty)
                .get()));
        InetSocketAddress there = feeds.addresses("hasty").get(0);
        try (Socket sender = new Socket(there.getAddress(), there.getPort())) {
            sender.setSoTimeout(20_000);
            sender.getOutputStream().write(ROW);
            assertThat(sender.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(events).hasValue(1);
        assertThat(counters.get(Counter.FEED_CONNECTIONS_TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void everyPortThatIsTakenIsNamedInPlainWords() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            FeedSettings feed = feed(
                    "late",
                    (InetSocketAddress) udp.getLocalSocketAddress(),
                    (InetSocketAddress) tcp.getLocalSocketAddress(),
                    null);
            assertThatThrownBy(() -> feeds.apply(List.of(feed)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("feed late: cannot take datagrams on 127.0.0.1:" + udp.getLocalPort()
                            + ": the address is in use; cannot listen on 127.0.0.1:" + tcp.getLocalPort()
                            + ": the address is in use");
        }
    }

    /** A named pipe that nobody opens for writing does not answer, as a file server that is gone. */
    @Test
    void aFileThatDoesNotAnswerHoldsUpNoOther() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        Path file = directory.resolve("file");
        feeds.apply(List.of(feed("stuck", null, null, pipe), feed("well", null, null, file)));
        Files.write(file, ROW);
        Await.until(() -> events.get() == 1);
        feeds.apply(List.of());
        // Lets the thread go that waits for it.
        FileChannel.open(pipe, StandardOpenOption.WRITE).close();
    }
}
