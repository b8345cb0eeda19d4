package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTextTest {

    @ParameterizedTest
    @CsvSource({
        "Connection refused: /127.0.0.1:1, connection refused",
        "finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:1, connection refused",
        "sendAddress(..) failed with error(-104): Connection reset by peer, connection reset",
        "Broken pipe, connection reset",
        "Network is unreachable, no route to host",
        "newSocketStream(..) failed with error(-24): Too many open files, this machine is out of file descriptors",
        "connect(..) failed with error(-99): Cannot assign requested address, "
                + "this machine is out of local ports or has no such address",
        "something else, something else",
    })
    void saysTheSameWhateverDrivesTheSocket(String message, String text) {
        assertThat(FailureText.of(new ConnectException(message))).isEqualTo(text);
    }

    @Test
    void namesTheKindOfAFailureWithoutAMessage() {
        assertThat(FailureText.of(new IOException())).isEqualTo("IOException");
        assertThat(FailureText.of(new NoRouteToHostException())).isEqualTo("no route to host");
    }

    @Test
    void saysWhyNothingCanBeWrittenAnyMore() {
        ChannelOutputShutdownException shut = new ChannelOutputShutdownException("Channel output shutdown");
        assertThat(FailureText.of(shut)).isEqualTo("Channel output shutdown");
        shut.initCause(new IOException("Broken pipe"));
        assertThat(FailureText.of(shut)).isEqualTo("connection reset");
    }

    @Test
    void aFaultOfOursIsLoggedWithItsTrace() {
        Channel connection = new EmbeddedChannel();
        try (LogLines log = new LogLines(FailureText.class)) {
            FailureText.ofCaught(new IOException("Connection reset by peer"), connection);
            FailureText.ofCaught(new DecoderException(new SSLHandshakeException("bad_certificate")), connection);
            FailureText.ofCaught(new TooLongFrameException("too long"), connection);
            FailureText.ofCaught(new OutOfMemoryError("Java heap space"), connection);
            assertThat(log.warnings()).isEmpty();

            assertThat(FailureText.ofCaught(new IllegalStateException("a fault"), connection))
                    .isEqualTo("a fault");
            FailureText.ofCaught(new DecoderException(new NullPointerException()), connection);
            assertThat(log.warnings()).hasSize(2).allMatch(line -> line.startsWith("a fault ends the connection "));
        }
    }

    @Test
    void durationsAreInSecondsWhenTheyAreWhole() {
        assertThat(FailureText.of(Duration.ofSeconds(20))).isEqualTo("20 s");
        assertThat(FailureText.of(Duration.ofMillis(1_500))).isEqualTo("1500 ms");
    }
}
