package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpRowsTest {

    private final List<String> seen = new ArrayList<>();
    private boolean full;
    private final EmbeddedChannel connection = new EmbeddedChannel(new ChannelInitializer<Channel>() {
        @Override
        protected void initChannel(Channel channel) {
            FeedReader reader = new FeedReader(
                    Mapping.usual().feed(FeedFormat.JSON),
                    (event, feed) -> seen.add(event.uid()),
                    new Counters(),
                    InstantSource.system());
            channel.pipeline()
                    .addLast(new TcpInput.Rows(reader, new FeedPause(channel.eventLoop(), () -> full), new Counters()));
        }
    });

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    private void send(String text) {
        connection.writeInbound(ByteBufUtil.writeUtf8(connection.alloc(), text));
    }

    private static String row(String id) {
        return "{\"id\":\"" + id + "\",\"lat\":1,\"lon\":1}";
    }

    private boolean isRead() {
        return connection.config().isAutoRead();
    }

    private void later() {
        connection.advanceTimeBy(1, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
    }

    @Test
    void isNotReadWhileMemoryIsShort() {
        send(row("a"));
        assertThat(isRead()).isTrue();
        full = true;
        send(row("b"));
        assertThat(isRead()).isFalse();
        later();
        assertThat(isRead()).isFalse();
        full = false;
        later();
        assertThat(isRead()).isTrue();
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void whoIsNotReadIsNotSilent() {
        full = true;
        send(row("a"));
        connection.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_READER_IDLE_STATE_EVENT);
        assertThat(connection.isOpen()).isTrue();
        full = false;
        later();
        connection.pipeline().fireUserEventTriggered(IdleStateEvent.READER_IDLE_STATE_EVENT);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoIsReadAgainHasAllTheTimeToSpeak() {
        connection.freezeTime();
        connection.pipeline().addFirst(new IdleStateHandler(10_000, 0, 0, TimeUnit.MILLISECONDS));
        full = true;
        send(row("a"));
        connection.advanceTimeBy(9_990, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
        full = false;
        connection.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
        assertThat(isRead()).isTrue();
        connection.advanceTimeBy(9_940, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isTrue();
        connection.advanceTimeBy(60, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whatIsNoJsonEndsTheConnection() {
        send("GET / HTTP/1.1");
        assertThat(connection.isOpen()).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void whatIsNoJsonBetweenDocumentsDoesNotEndTheConnection() {
        send(row("a") + "nonsense");
        send(row("b"));
        assertThat(connection.isOpen()).isTrue();
        assertThat(seen).containsExactly("a", "b");
    }
}
