package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers those requests for small packages that come together with their connection, as ATAK sends them, before the
 * connection has a channel, and says that it ends with that: ATAK never asks twice on one. In a storm of downloads that is
 * nearly every request, and what such a connection costs besides its package is nearly all channel, pipeline, timers and
 * registration. For {@link EarlyServerChannel}; only on epoll, whose sockets can be read and written so early.
 *
 * <p>An answer and the end of its connection leave in one segment where it fits, as {@link EarlyServerChannel} has prepared it,
 * which spares both sides another one and the client a second look.
 *
 * <p>All else goes the usual way: what has not come yet or not whole, asks for more than ATAK does or for something else. What
 * has been read by then, or is left to be written because the socket takes no more, is handed on with the connection. Loop-only.
 */
final class EarlyAnswers {

    private static final Logger log = LoggerFactory.getLogger(EarlyAnswers.class);

    /** What a connection that goes the usual way has got or owes already. */
    static final AttributeKey<Handover> HANDOVER = AttributeKey.valueOf(EarlyAnswers.class, "HANDOVER");

    /** Who has connected: of a connection that was cut the system does not know any more. */
    static final AttributeKey<InetSocketAddress> CLIENT = AttributeKey.valueOf(EarlyAnswers.class, "CLIENT");

    /** More is not written at once, lest all others wait for it. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    private static final int MAX_REQUEST_BYTES = 2 * 1024;
    private static final int MAX_HEAD_BYTES = 1024;

    private static final byte[] HEAD = ascii("HTTP/1.1 200 OK\r\ncontent-type: " + PackageRoute.CONTENT_TYPE
            + "\r\naccept-ranges: bytes\r\nconnection: close\r\netag: ");
    private static final byte[] LENGTH = ascii("\r\ncontent-length: ");
    private static final byte[] DATE = ascii("\r\ndate: ");
    private static final byte[] END = ascii("\r\n\r\n");

    private final Runnable expectMore;
    private final HttpSettings settings;
    private final Router router;
    private final ChannelGroup connections;
    private final HttpDate date;
    private final Counters counters;

    private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_REQUEST_BYTES);
    private final byte[] request = new byte[MAX_REQUEST_BYTES];
    private final ByteBuffer head = ByteBuffer.allocateDirect(MAX_HEAD_BYTES);
    private final ByteBuffer[] answer = new ByteBuffer[2];

    /** @param expectMore told when a connection has been answered to its end: the next mostly follows at once */
    EarlyAnswers(
            Runnable expectMore,
            HttpSettings settings,
            Router router,
            ChannelGroup connections,
            HttpDate date,
            Counters counters) {
        this.expectMore = expectMore;
        this.settings = settings;
        this.router = router;
        this.connections = connections;
        this.date = date;
        this.counters = counters;
    }

    /**
     * Deals with a connection that has been accepted.
     *
     * @param fd its descriptor, which is taken over
     * @return a channel for what is to go the usual way, with its client as {@link #CLIENT} and what there is of it as
     *     {@link #HANDOVER}; null if that is nothing
     */
    @Nullable
    Channel accept(int fd, InetSocketAddress client) {
        FileDescriptor socket = new FileDescriptor(fd);
        Handover open = connections.size() < settings.maxConnections() ? serve(socket, client) : Handover.NOTHING;
        return open == null ? null : channel(socket, client, open);
    }

    /** Null if there is nothing left to do. */
    private @Nullable Handover serve(FileDescriptor socket, InetSocketAddress client) {
        try {
            int bytes = socket.read(in, 0, MAX_REQUEST_BYTES);
            if (bytes == 0) {
                return Handover.NOTHING;
            }
            if (bytes > 0) {
                in.get(0, request, 0, bytes);
                PackageRoute.Early early =
                        find(new String(request, 0, bytes, StandardCharsets.ISO_8859_1), client.getAddress());
                if (early == null) {
                    return new Handover(Unpooled.copiedBuffer(request, 0, bytes), null);
                }
                counters.increment(Counter.HTTP_REQUESTS);
                return answer(socket, early);
            }
        } catch (IOException | NotYetConnectedException gone) {
            log.debug("client {} has left before it was answered: {}", client, gone.getMessage());
        } catch (RuntimeException | Error trouble) {
            // Nobody else knows of the connection yet.
            log.error("answering {} has failed", client, trouble);
        }
        close(socket);
        return null;
    }

    /** Null if there can be none. */
    private static @Nullable Channel channel(FileDescriptor socket, InetSocketAddress client, Handover open) {
        try {
            EpollSocketChannel channel = new EpollSocketChannel(socket.intValue());
            if (!channel.isActive()) {
                // The client has cut the connection. The system says so once; what came before is to be read all the
                // same.
                channel = new EpollSocketChannel(socket.intValue());
            }
            EarlyServerChannel.asUsual(channel.config());
            channel.attr(CLIENT).set(client);
            if (open != Handover.NOTHING) {
                channel.attr(HANDOVER).set(open);
            }
            return channel;
        } catch (RuntimeException | Error trouble) {
            log.error("there is no channel for {}", client, trouble);
            close(socket);
            open.drop();
            return null;
        }
    }

    private PackageRoute.@Nullable Early find(String text, InetAddress client) {
        EarlyRequest early = EarlyRequest.parse(text);
        if (early == null) {
            return null;
        }
        Route route = router.find(HttpMethod.GET, early.target()).route();
        return route instanceof PackageRoute packages ? packages.early(early.target(), client) : null;
    }

    private @Nullable Handover answer(FileDescriptor socket, PackageRoute.Early early) throws IOException {
        ByteBuffer content = early.content();
        int length = content.remaining();
        writeHead(early.tag(), length);
        int headBytes = head.remaining();
        answer[0] = head;
        answer[1] = content;
        long written;
        long wrote;
        try {
            written = socket.writev(answer, 0, 2, headBytes + length);
            wrote = Math.max(0, written - headBytes);
            if (wrote > 0) {
                early.observer().wrote(wrote);
            }
            if (wrote == length) {
                // A close alone would throw away what has not been sent, if there were more to read by now; so it does
                // only
                // with what is more than the network takes at once.
                new Socket(socket.intValue()).shutdown(false, true);
            }
        } catch (IOException | NotYetConnectedException gone) {
            early.observer().ended(false);
            throw gone;
        }
        if (wrote == length) {
            early.observer().ended(true);
            close(socket);
            expectMore.run();
            return null;
        }
        head.position((int) Math.min(written, headBytes));
        content.position((int) wrote);
        ByteBuf rest = Unpooled.wrappedBuffer(Unpooled.copiedBuffer(head), Unpooled.wrappedBuffer(content));
        return new Handover(rest, early.observer());
    }

    private static void close(FileDescriptor socket) {
        try {
            socket.close();
        } catch (IOException trouble) {
            log.warn("a connection could not be closed: {}", trouble.getMessage());
        }
    }

    private void writeHead(String tag, int length) {
        head.clear();
        head.put(HEAD);
        put(tag);
        head.put(LENGTH);
        put(Integer.toString(length));
        head.put(DATE);
        put(date.now());
        head.put(END).flip();
    }

    private void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            head.put((byte) text.charAt(i));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What a connection takes along.
     *
     * @param bytes what has been read of requests; or of an answer, what is still to be written
     * @param answered follows the writing of that answer's body; null if none has begun
     */
    record Handover(ByteBuf bytes, @Nullable BodyObserver answered) {

        private static final Handover NOTHING = new Handover(Unpooled.EMPTY_BUFFER, null);

        private void drop() {
            bytes.release();
            if (answered != null) {
                answered.ended(false);
            }
        }
    }
}
