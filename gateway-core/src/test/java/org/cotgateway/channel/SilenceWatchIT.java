package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.channel.epoll.EpollSocketChannel;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SilenceWatchIT {

    private static final int TCP_ESTABLISHED = 1;
    private static final int LOOKS = 20_000;
    private static final int MAX_WAIT_S = 20;

    /** A thousand clients are looked at hundreds of times a second, whether anything is sent or not. */
    @Test
    void toAskHowAConnectionStandsTakesNoArrayOfEachLook() throws Exception {
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT)) {
            EpollSocketChannel channel = new EpollSocketChannel();
            LoopContext context = gateway.onLoop(() -> {
                gateway.senders.context().register(channel);
                return gateway.senders.context();
            });
            assertThat(channel.connect(new InetSocketAddress(peer.getInetAddress(), peer.getLocalPort()))
                            .await(MAX_WAIT_S, TimeUnit.SECONDS))
                    .isTrue();

            SilenceWatch watch = SilenceWatch.of(channel, context);
            gateway.onLoop(() -> look(watch, 0));
            assertThat(context.tcpInfo.state()).isEqualTo(TCP_ESTABLISHED);
            assertThat(gateway.onLoop(() -> look(watch, LOOKS))).isLessThan(LOOKS * 100L);
            channel.close().await(MAX_WAIT_S, TimeUnit.SECONDS);
        }
    }

    /** As long after each other as it waits between two; what they allocate. */
    private static long look(SilenceWatch watch, long from) {
        long everyMs = ChannelSettings.DEFAULT.stream().userTimeout().toMillis();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (long i = from; i < from + LOOKS; i++) {
            if (watch.isOver(i * everyMs, i * everyMs)) {
                throw new AssertionError("over");
            }
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
