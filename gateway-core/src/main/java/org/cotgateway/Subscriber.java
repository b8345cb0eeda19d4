package org.cotgateway;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.cotgateway.channel.LocalReceiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.hub.Hub;

/** What {@link CotGateway#subscribe} gives: events come until it is closed. Safe on any thread. */
public final class Subscriber implements AutoCloseable {

    private final EventLoop loop;
    private final Hub hub;
    private final LocalReceiver receiver;
    private final Runnable afterwards;

    /** @param afterwards what is to be done when it has ended */
    Subscriber(EventLoop loop, Hub hub, LocalReceiver receiver, Runnable afterwards) {
        this.loop = loop;
        this.hub = hub;
        this.receiver = receiver;
        this.afterwards = afterwards;
    }

    /** What it was sent, what waits for it and what was dropped, by reason; comes from the loop and fails when that has ended. */
    public CompletionStage<ReceiverStatus> status() {
        return GatewayStatus.ask(loop, receiver::status);
    }

    /**
     * Ends it: what waits is dropped, and counted. Does not wait for the callback, which may still get the few events that
     * were on their way to it.
     */
    @Override
    public void close() {
        try {
            loop.execute(() -> {
                hub.unsubscribe(receiver);
                afterwards.run();
            });
        } catch (RejectedExecutionException closed) {
            // With the gateway it has ended, too.
            afterwards.run();
        }
    }
}
