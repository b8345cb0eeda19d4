package org.cotgateway.api.pushes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.api.OffLoop;
import org.cotgateway.http.AnswerStream;
import org.cotgateway.http.Exchange;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.DeliveryState;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushDocument;
import org.cotgateway.push.PushReport;
import org.cotgateway.transport.NextPass;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client how a push comes along, by server-sent events (WHATWG HTML): first the whole report, then each delivery
 * that has changed since, at last the whole report again. A client that is slow gets of each delivery the newest state only.
 * Loop-only; reports of the whole, which may be of thousands of deliveries, are made elsewhere.
 */
final class PushFollower implements AnswerStream.Listener {

    private static final String CONTENT_TYPE = "text/event-stream";
    private static final long KEEP_ALIVE_S = 15;
    private static final int RETRY_MS = 2_000;
    /** Writing one takes some ten microseconds. */
    private static final int DELIVERIES_A_PASS = 64;

    private final Push push;
    private final Exchange exchange;
    private final OffLoop workers;
    private final Consumer<DeliveryReport> watcher = this::changed;
    /** What the client has not been told yet, by endpoint. */
    private final Map<String, DeliveryReport> untold = new LinkedHashMap<>();

    private @Nullable AnswerStream stream;
    private @Nullable Future<?> keepingAlive;
    private long lastId;
    private boolean settled;
    private boolean goesOn;
    private boolean ending;

    private PushFollower(Push push, Exchange exchange, OffLoop workers) {
        this.push = push;
        this.exchange = exchange;
        this.workers = workers;
    }

    /** Answers with events until the push is settled. */
    static void follow(Push push, Exchange exchange, OffLoop workers) {
        new PushFollower(push, exchange, workers).begin();
    }

    /** How the push stands, and that as it is written. */
    private record Whole(PushReport report, byte[] document) {

        static Whole of(Push push) {
            PushReport report = push.report();
            return new Whole(report, json(PushDocument.of(report)));
        }
    }

    /** From now on changes are noted, so that none is missed while the first report is made. */
    private void begin() {
        push.watch(watcher);
        workers.run(exchange, () -> Whole.of(push), this::tellFirst, this::forget);
    }

    private void tellFirst(Whole first) {
        // What was noted and stands in the report is not told again.
        first.report().deliveries().forEach(delivery -> untold.remove(delivery.endpoint(), delivery));
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        AnswerStream begun = exchange.stream(HttpResponseStatus.OK, CONTENT_TYPE, this);
        stream = begun;
        begun.write(text("retry: " + RETRY_MS + "\n\n"));
        tell(begun, "report", first.document());
        keepingAlive = exchange.loop()
                .scheduleAtFixedRate(
                        () -> begun.write(text(": still here\n\n")), KEEP_ALIVE_S, KEEP_ALIVE_S, TimeUnit.SECONDS);
        push.whenSettled(push.request().goal()).thenRunAsync(this::settled, exchange.loop());
        writable();
    }

    private void changed(DeliveryReport delivery) {
        if (delivery.state() == DeliveryState.QUEUED && delivery.attempts() <= 1) {
            // That it is tried for the first time is nothing new to somebody who knows that it is queued.
            return;
        }
        untold.remove(delivery.endpoint());
        untold.put(delivery.endpoint(), delivery);
        writable();
    }

    private void settled() {
        settled = true;
        writable();
    }

    @Override
    public void writable() {
        AnswerStream open = stream;
        if (open == null || ending) {
            return;
        }
        for (int left = DELIVERIES_A_PASS; left > 0 && !untold.isEmpty() && open.isWritable(); left--) {
            Iterator<DeliveryReport> first = untold.values().iterator();
            DeliveryReport delivery = first.next();
            first.remove();
            tell(open, "delivery", json(PushDocument.of(delivery)));
        }
        if (!untold.isEmpty() && open.isWritable() && !goesOn) {
            goesOn = true;
            NextPass.run(exchange.loop(), this::goOn);
        }
        if (settled && untold.isEmpty() && open.isWritable()) {
            ending = true;
            push.unwatch(watcher);
            workers.runLate(exchange, () -> Whole.of(push), this::tellLast, this::end);
        }
    }

    private void goOn() {
        goesOn = false;
        writable();
    }

    private void tellLast(Whole last) {
        AnswerStream open = stream;
        if (open != null) {
            tell(open, "report", last.document());
        }
        end();
    }

    private void end() {
        AnswerStream open = stream;
        forget();
        if (open != null) {
            open.end();
        }
    }

    @Override
    public void closed() {
        forget();
    }

    private void forget() {
        stream = null;
        push.unwatch(watcher);
        if (keepingAlive != null) {
            keepingAlive.cancel(false);
        }
    }

    private void tell(AnswerStream to, String event, byte[] data) {
        to.write(Unpooled.wrappedBuffer(
                text("id: " + ++lastId + "\nevent: " + event + "\ndata: "), Unpooled.wrappedBuffer(data), text("\n")));
    }

    private static byte[] json(Map<String, @Nullable Object> fields) {
        return JsonAnswer.document(json -> JsonAnswer.value(json, fields));
    }

    private static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
