package org.cotgateway.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.cotgateway.http.BodyReceiver;
import org.cotgateway.http.Exchange;

/** Takes a body into memory that may have a few bytes only. Loop-only. */
public final class SmallBody implements BodyReceiver {

    private final Exchange exchange;
    private final int maxBytes;
    private final Consumer<byte[]> whole;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean refused;

    private SmallBody(Exchange exchange, int maxBytes, Consumer<byte[]> whole) {
        this.exchange = exchange;
        this.maxBytes = maxBytes;
        this.whole = whole;
    }

    /**
     * Receives the body of a request; one that is larger is answered here.
     *
     * @param whole takes it when all of it has come, and answers
     */
    public static void receive(Exchange exchange, int maxBytes, Consumer<byte[]> whole) {
        exchange.receive(new SmallBody(exchange, maxBytes, whole));
    }

    @Override
    public void received(ByteBuf part) {
        if (refused) {
            return;
        }
        if (bytes.size() + part.readableBytes() > maxBytes) {
            refused = true;
            exchange.problem(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "the body may have at most " + maxBytes + " bytes");
        } else {
            bytes.writeBytes(ByteBufUtil.getBytes(part));
        }
    }

    @Override
    public void completed() {
        if (!refused) {
            whole.accept(bytes.toByteArray());
        }
    }

    @Override
    public void failed(String reason) {
        refused = true;
    }
}
