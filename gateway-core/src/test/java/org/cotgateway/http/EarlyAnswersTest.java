package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.InstantSource;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of connections that are answered, in a server whose clock stands still. */
class EarlyAnswersTest {

    private static final int MAX_CONNECTIONS = 3;

    private final DefaultChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final EmbeddedChannel server = new EmbeddedChannel();
    private final AnsweredConnections answered = new AnsweredConnections(server.eventLoop());
    private final EmbeddedChannel first = new EmbeddedChannel();
    private final EmbeddedChannel second = new EmbeddedChannel();

    @BeforeEach
    void twoAreAnswered() {
        server.freezeTime();
        HttpSettings settings = RecordCopy.of(ServerFixture.loopback())
                .with("maxConnections", MAX_CONNECTIONS)
                .get();
        server.pipeline()
                .addLast(new EarlyAnswers(
                        settings,
                        Router.builder().build(),
                        connections,
                        answered,
                        new HttpDate(InstantSource.system()),
                        new Counters()));
        answered.add(first);
        answered.add(second);
    }

    @AfterEach
    void close() {
        server.finishAndReleaseAll();
    }

    @Test
    void atTheMostConnectionsTheOldestThatWaitsIsClosedForANewOne() {
        accept();
        assertThat(first.isOpen()).isTrue();

        accept();

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(connections.size() + answered.size()).isEqualTo(MAX_CONNECTIONS);
    }

    @Test
    void withTheServerThoseThatWaitAreClosed() {
        server.close();

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isFalse();
        assertThat(answered.size()).isZero();
    }

    /** One that goes the usual way. */
    private void accept() {
        EmbeddedChannel accepted = new EmbeddedChannel(DefaultChannelId.newInstance());
        server.writeInbound(accepted);
        assertThat((Object) server.readInbound()).isSameAs(accepted);
        connections.add(accepted);
    }
}
