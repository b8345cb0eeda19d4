package org.cotgateway.device;

import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the devices of a fleet share.
 *
 * @param loop owns all their sockets and state
 * @param sockets how sockets are driven
 * @param channels every socket from its beginning: closing the loop alone may leave one open that is just connecting
 * @param parser judges all their messages, on the loop
 * @param worker one thread for what blocks: files and names
 * @param observer is told what they see, on the loop
 */
record FleetResources(
        EventLoop loop,
        SocketKind sockets,
        ChannelGroup channels,
        StrictAtakParser parser,
        Executor worker,
        DeviceObserver observer) {

    private static final Logger log = LoggerFactory.getLogger(FleetResources.class);

    /** Looks a host up off the loop; the answer comes on it, null for a host that is not known. */
    void resolve(String host, int port, Consumer<@Nullable InetSocketAddress> whenKnown) {
        worker.execute(() -> {
            @Nullable InetSocketAddress found = lookUp(host, port);
            onLoop(() -> whenKnown.accept(found));
        });
    }

    private static @Nullable InetSocketAddress lookUp(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException unknown) {
            return null;
        }
    }

    /** Brings the worker's result back to the loop; of no use to anybody once the fleet is closed. */
    void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closed) {
            log.debug("a result of the worker came after the fleet was closed");
        }
    }
}
