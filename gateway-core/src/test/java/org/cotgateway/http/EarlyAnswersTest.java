package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of connections that are accepted. */
class EarlyAnswersTest extends HttpTest {

    private static final int BACKLOG = 10;

    /** As the system tells who has connected. */
    private static final int ADDRESS_BYTES = 26;

    private final DefaultChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final AtomicInteger expectedMore = new AtomicInteger();
    private final EarlyAnswers early = early(routes -> {});
    private final List<Channel> channels = new ArrayList<>();
    private final Socket listener = Socket.newSocketStream();

    @BeforeAll
    static void onlyEpollCanBeEarly() {
        assumeThat(SocketKind.best()).isEqualTo(SocketKind.EPOLL);
    }

    @BeforeEach
    void listen() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.listen(BACKLOG);
    }

    @AfterEach
    void close() throws IOException {
        channels.forEach(channel -> channel.unsafe().closeForcibly());
        listener.close();
    }

    @Test
    void whatGoesTheUsualWaySendsAndAcknowledgesAtOnce() throws IOException {
        listener.setIntOpt(EarlyServerChannel.TCP, EarlyServerChannel.TCP_CORK, 1);
        listener.setIntOpt(EarlyServerChannel.TCP, EarlyServerChannel.TCP_QUICKACK, 0);
        try (RawClient client = new RawClient(listener.localAddress())) {
            EpollSocketChannel channel = (EpollSocketChannel) Objects.requireNonNull(accept());

            assertThat(channel.config().isTcpCork()).isFalse();
            assertThat(channel.config().isTcpQuickAck()).isTrue();
            assertThat(client.address()).isEqualTo(channel.remoteAddress());
        }
    }

    @Test
    void aListeningSocketHandsOnHowConnectionsBegin() throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", SocketKind.EPOLL)) {
            EarlyServerChannel server = new EarlyServerChannel(early, BACKLOG, new ServerChannelRecvByteBufAllocator());
            loop.loop().register(server).sync();
            server.config().setAutoRead(false);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sync();
            Socket socket = new Socket(server.fd().intValue());

            assertThat(socket.getIntOpt(EarlyServerChannel.TCP, EarlyServerChannel.TCP_DEFER_ACCEPT))
                    .isPositive();
            try (RawClient client = new RawClient((InetSocketAddress) server.localAddress())) {
                client.send("GET / ");
                Socket accepted = new Socket(socket.accept(new byte[ADDRESS_BYTES]));
                assertThat(accepted.getIntOpt(EarlyServerChannel.TCP, EarlyServerChannel.TCP_CORK))
                        .isOne();
                assertThat(accepted.getIntOpt(EarlyServerChannel.TCP, EarlyServerChannel.TCP_QUICKACK))
                        .isZero();
                accepted.close();
            }
            server.close().sync();
        }
    }

    @Test
    void theUsualWayHasTheClientsAddressAndWhatHasBeenRead() throws IOException {
        try (RawClient client = new RawClient(listener.localAddress())) {
            client.send("GET / ");

            Channel channel = Objects.requireNonNull(accept());

            assertThat(channel.remoteAddress()).isEqualTo(client.address());
            EarlyAnswers.Handover read = channel.attr(EarlyAnswers.HANDOVER).get();
            assertThat(read.bytes().toString(StandardCharsets.US_ASCII)).isEqualTo("GET / ");
            read.bytes().release();
        }
    }

    @Test
    void whatAClientSaidBeforeItCutTheConnectionIsReadAndStillItsOwn() throws IOException {
        RawClient client = new RawClient(listener.localAddress()).send("GET / ");
        InetSocketAddress address = client.address();
        client.vanish();

        Channel channel = Objects.requireNonNull(accept());

        assertThat(channel.isActive()).isTrue();
        assertThat(channel.remoteAddress()).isNull();
        assertThat(channel.attr(EarlyAnswers.CLIENT).get()).isEqualTo(address);
        EarlyAnswers.Handover read = channel.attr(EarlyAnswers.HANDOVER).get();
        assertThat(read.bytes().toString(StandardCharsets.US_ASCII)).isEqualTo("GET / ");
        read.bytes().release();
    }

    @Test
    void whatCanHaveNoChannelIsClosed() throws IOException {
        FileDescriptor[] pipe = FileDescriptor.pipe();

        assertThat(early.accept(pipe[0].intValue(), listener.localAddress())).isNull();

        ByteBuffer one = ByteBuffer.allocateDirect(1);
        assertThatThrownBy(() -> pipe[1].write(one, 0, 1)).isInstanceOf(IOException.class);
        pipe[1].close();
    }

    @Test
    void asManyAreAcceptedInARowAsTheServerSays() {
        ServerChannelRecvByteBufAllocator accepting = new ServerChannelRecvByteBufAllocator();
        accepting.maxMessagesPerRead(5);

        EarlyServerChannel channel = new EarlyServerChannel(early, BACKLOG, accepting);

        assertThat(accepting.maxMessagesPerRead()).isEqualTo(5);
        assertThat((Object) channel.config().getRecvByteBufAllocator()).isSameAs(accepting);
        channel.unsafe().closeForcibly();
    }

    @Test
    void whoIsAnsweredToTheEndLetsTheLoopExpectTheNext() throws IOException {
        PackageRoutes packages =
                new PackageRoutes(ServerFixture.loopback(), store, ledger, fetches, counters, Runnable::run);
        EarlyAnswers answers = early(packages::add);
        String request = "GET " + small.urlPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        try (Connection usual = new Connection(ServerFixture.loopback(), counters, packages::add)) {
            assertThat(usual.get(small.urlPath())).startsWith("HTTP/1.1 200 OK\r\n");
        }

        try (RawClient client = new RawClient(listener.localAddress())) {
            client.send(request.substring(0, 10));
            assertThat(accept(answers)).isNotNull();
        }
        assertThat(expectedMore).as("one who is not answered yet").hasValue(0);

        try (RawClient client = new RawClient(listener.localAddress())) {
            client.send(request);
            assertThat(accept(answers)).isNull();
            assertThat(client.rest()).startsWith("HTTP/1.1 200 OK\r\n");
        }
        assertThat(expectedMore).hasValue(1);
    }

    private EarlyAnswers early(Consumer<Router.Builder> resources) {
        Router.Builder routes = Router.builder();
        resources.accept(routes);
        return new EarlyAnswers(
                expectedMore::incrementAndGet,
                ServerFixture.loopback(),
                routes.build(),
                connections,
                new HttpDate(InstantSource.system()),
                counters);
    }

    private @Nullable Channel accept() throws IOException {
        return accept(early);
    }

    private @Nullable Channel accept(EarlyAnswers early) throws IOException {
        byte[] address = new byte[ADDRESS_BYTES];
        int fd = listener.accept(address);
        Channel channel = early.accept(fd, NativeInetAddress.address(address, 1, address[0]));
        if (channel != null) {
            channels.add(channel);
        }
        return channel;
    }
}
