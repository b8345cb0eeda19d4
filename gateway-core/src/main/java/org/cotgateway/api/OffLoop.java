package org.cotgateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.cotgateway.event.PrintableText;
import org.cotgateway.http.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a route may not do on the loop, such as reading files, and comes back to it. */
public final class OffLoop {

    private static final Logger log = LoggerFactory.getLogger(OffLoop.class);
    private static final Runnable NOTHING = () -> {};

    private final Executor threads;

    /** @param threads must not run tasks on the loop */
    public OffLoop(Executor threads) {
        this.threads = threads;
    }

    /**
     * Does work for a request. What goes wrong is answered here.
     *
     * @param then takes what came of it on the loop, if the client is still there, and answers
     */
    public <T> void run(Exchange exchange, Callable<T> work, Consumer<T> then) {
        run(exchange, work, then, NOTHING);
    }

    /**
     * As the other one.
     *
     * @param otherwise run on the loop if what came of it is not given to anybody
     */
    public <T> void run(Exchange exchange, Callable<T> work, Consumer<T> then, Runnable otherwise) {
        run(exchange, work, then, otherwise, problem -> {
            otherwise.run();
            exchange.problem(problem.status(), problem.detail());
        });
    }

    /**
     * Does work for a request whose answer has begun, so that nobody can be told what goes wrong.
     *
     * @param otherwise as above
     */
    public <T> void runLate(Exchange exchange, Callable<T> work, Consumer<T> then, Runnable otherwise) {
        run(exchange, work, then, otherwise, problem -> otherwise.run());
    }

    /** What a client is told of work that failed. */
    private record Problem(HttpResponseStatus status, String detail) {}

    private <T> void run(
            Exchange exchange, Callable<T> work, Consumer<T> then, Runnable gone, Consumer<Problem> failed) {
        try {
            threads.execute(() -> {
                Runnable answer = answer(exchange, work, then, failed);
                onLoop(exchange, () -> {
                    if (exchange.isOpen()) {
                        answer.run();
                    } else {
                        gone.run();
                    }
                });
            });
        } catch (RejectedExecutionException busy) {
            failed.accept(new Problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "the gateway is closing or overloaded"));
        }
    }

    private static <T> Runnable answer(
            Exchange exchange, Callable<T> work, Consumer<T> then, Consumer<Problem> failed) {
        try {
            T result = work.call();
            return () -> then.accept(result);
        } catch (Exception failure) {
            log.warn(
                    "no answer for /{}",
                    PrintableText.of(String.join("/", exchange.target().segments())),
                    failure);
            return () -> failed.accept(new Problem(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR, "the gateway cannot do that; its log knows why"));
        }
    }

    private static void onLoop(Exchange exchange, Runnable task) {
        try {
            exchange.loop().execute(task);
        } catch (RejectedExecutionException loopIsGone) {
            log.debug("nobody is left to answer to");
        }
    }
}
