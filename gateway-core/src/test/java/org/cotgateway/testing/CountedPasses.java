package org.cotgateway.testing;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import java.util.concurrent.TimeUnit;

/** A loop for channels inside the JVM that counts how often it has looked at them. */
public final class CountedPasses implements AutoCloseable {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, executor -> new Counting(LocalIoHandler.newFactory().newHandler(executor)));

    private volatile int passes;

    public EventLoop loop() {
        return group.next();
    }

    /** So far. */
    public int passes() {
        return passes;
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
