package org.cotgateway.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loop that counts how often it has looked at its channels, and what was done in between. */
public final class CountedPasses implements AutoCloseable {

    private static final int LIMIT_S = 20;

    private final MultiThreadIoEventLoopGroup group;
    private final @Nullable SocketKind sockets;
    private final BriefSpin spin;
    /** How much was done, by pass. */
    private final Map<Integer, Integer> noted = new ConcurrentSkipListMap<>();

    private volatile int passes;
    private volatile int clockReadings;

    /** For channels inside the JVM. */
    public CountedPasses() {
        this.spin = new BriefSpin();
        this.group = group(LocalIoHandler.newFactory());
        this.sockets = null;
    }

    /** For sockets of this kind. */
    public CountedPasses(SocketKind sockets) {
        this.spin = new BriefSpin(() -> {
            clockReadings++;
            return System.nanoTime();
        });
        this.group = group(sockets.ioHandler(spin));
        this.sockets = sockets;
    }

    private MultiThreadIoEventLoopGroup group(IoHandlerFactory channels) {
        return new MultiThreadIoEventLoopGroup(1, executor -> new Counting(channels.newHandler(executor)));
    }

    public EventLoop loop() {
        return group.next();
    }

    /** The same loop as a gateway has it. */
    public GatewayLoop gatewayLoop() {
        if (sockets == null) {
            throw new IllegalStateException("it is not for sockets");
        }
        return new GatewayLoop(sockets, group, spin);
    }

    /** So far. */
    public int passes() {
        return passes;
    }

    /** Whether the loop has ever looked for what it expected before it slept. */
    public boolean hasLookedAgain() {
        return clockReadings > 0;
    }

    /** A piece of work is done now, on the loop. */
    public void note() {
        noted.merge(passes, 1, Integer::sum);
    }

    /** How many pieces were done in each pass in which there were any, in their order. */
    public List<Integer> noted() {
        return List.copyOf(noted.values());
    }

    public int notedInAll() {
        return noted().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many passes begin after this is called, on the loop, and before the end of what it gives. */
    public int during(Supplier<? extends CompletionStage<?>> work) throws Exception {
        CompletableFuture<Integer> begun = new CompletableFuture<>();
        loop().execute(() -> {
            int before = passes;
            work.get().whenComplete((result, failure) -> {
                if (failure == null) {
                    begun.complete(passes - before);
                } else {
                    begun.completeExceptionally(failure);
                }
            });
        });
        return begun.get(LIMIT_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Counting implements IoHandler {
        private final IoHandler handler;

        private Counting(IoHandler handler) {
            this.handler = handler;
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // by the loop's thread alone
        public int run(IoHandlerContext context) {
            passes++;
            return handler.run(context);
        }

        @Override
        public void initialize() {
            handler.initialize();
        }

        @Override
        public void prepareToDestroy() {
            handler.prepareToDestroy();
        }

        @Override
        public void destroy() {
            handler.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return handler.register(handle);
        }

        @Override
        public void wakeup() {
            handler.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return handler.isCompatible(type);
        }
    }
}
