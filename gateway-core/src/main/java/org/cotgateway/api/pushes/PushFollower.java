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
import org.cotgateway.http.AnswerStream;
import org.cotgateway.http.Exchange;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushDocument;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client how a push comes along, by server-sent events (WHATWG HTML): first the whole report, then each delivery
 * that has changed, at last the whole report again. A client that is slow gets of each delivery the newest state only.
 * Loop-only.
 */
final class PushFollower implements AnswerStream.Listener {

    private static final String CONTENT_TYPE = "text/event-stream";
    private static final long KEEP_ALIVE_S = 15;
    private static final int RETRY_MS = 2_000;

    private final Push push;
    private final Exchange exchange;
    private final Consumer<DeliveryReport> watcher = this::changed;
    /** What the client has not been told yet, by endpoint. */
    private final Map<String, DeliveryReport> untold = new LinkedHashMap<>();

    private @Nullable AnswerStream stream;
    private @Nullable Future<?> keepingAlive;
    private long lastId;
    private boolean settled;

    private PushFollower(Push push, Exchange exchange) {
        this.push = push;
        this.exchange = exchange;
    }

    /** Answers with events until the push is settled. */
    static void follow(Push push, Exchange exchange) {
        new PushFollower(push, exchange).begin();
    }

    private void begin() {
        exchange.header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        AnswerStream begun = exchange.stream(HttpResponseStatus.OK, CONTENT_TYPE, this);
        stream = begun;
        begun.write(text("retry: " + RETRY_MS + "\n\n"));
        tell(begun, "report", PushDocument.of(push.report()));
        push.watch(watcher);
        keepingAlive = exchange.loop()
                .scheduleAtFixedRate(
                        () -> begun.write(text(": still here\n\n")), KEEP_ALIVE_S, KEEP_ALIVE_S, TimeUnit.SECONDS);
        push.whenSettled(push.report().awaited()).thenRunAsync(this::settled, exchange.loop());
    }

    private void changed(DeliveryReport delivery) {
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
        if (open == null) {
            return;
        }
        Iterator<DeliveryReport> next = untold.values().iterator();
        while (next.hasNext() && open.isWritable()) {
            tell(open, "delivery", PushDocument.of(next.next()));
            next.remove();
        }
        if (settled && untold.isEmpty() && open.isWritable()) {
            tell(open, "report", PushDocument.of(push.report()));
            forget();
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

    private void tell(AnswerStream to, String event, Map<String, @Nullable Object> document) {
        byte[] data = JsonAnswer.document(json -> JsonAnswer.value(json, document));
        to.write(Unpooled.wrappedBuffer(
                text("id: " + ++lastId + "\nevent: " + event + "\ndata: "), Unpooled.wrappedBuffer(data), text("\n")));
    }

    private static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
