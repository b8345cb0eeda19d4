package org.cotgateway.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop: a thread that owns every socket and all the state that is said to be loop-only. Nothing that blocks
 * may run on it.
 */
public final class GatewayLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GatewayLoop.class);
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final SocketKind sockets;
    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop loop;
    private final BriefSpin spin;

    /**
     * On a loop that there is.
     *
     * @param spin of that loop
     */
    GatewayLoop(SocketKind sockets, MultiThreadIoEventLoopGroup group, BriefSpin spin) {
        this.sockets = sockets;
        this.group = group;
        this.spin = spin;
        this.loop = group.next();
    }

    /**
     * Starts a loop.
     *
     * @param threadName the thread's name
     * @param sockets how its sockets are driven; must be available
     */
    public static GatewayLoop start(String threadName, SocketKind sockets) {
        if (!sockets.isAvailable()) {
            throw new IllegalArgumentException("sockets of kind " + sockets + " are not available on this machine");
        }
        log.info("event loop {} drives its sockets by {}", threadName, sockets);
        DefaultThreadFactory threads = new DefaultThreadFactory(threadName, true);
        BriefSpin spin = new BriefSpin();
        return new GatewayLoop(sockets, new MultiThreadIoEventLoopGroup(1, threads, sockets.ioHandler(spin)), spin);
    }

    public IoEventLoop loop() {
        return loop;
    }

    public SocketKind sockets() {
        return sockets;
    }

    /**
     * What has just been served mostly has the next behind it: if the loop has nothing else to do it looks for that for some
     * microseconds before it sleeps, as long as that mostly finds something. Only on the loop; costs nothing to call. Without
     * epoll nothing comes of it.
     */
    public void expectMore() {
        assert loop.inEventLoop() : "the loop alone knows what it has served";
        spin.expectMore();
    }

    /** Closes every socket of the loop and ends its thread. Blocks for at most five seconds; not on the loop. */
    @Override
    public void close() {
        assert !loop.inEventLoop() : "closing the loop on itself would wait for ever";
        group.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        try {
            if (!group.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                log.warn("event loop did not end within {} ms", CLOSE_TIMEOUT_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
