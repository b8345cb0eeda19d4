package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.cotgateway.http.BodyReceiver;
import org.cotgateway.http.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the body of a request that uploads, and answers it if that is no good. Loop-only. */
final class UploadReceiver implements BodyReceiver {

    private static final Logger log = LoggerFactory.getLogger(UploadReceiver.class);

    private final Exchange exchange;
    private final Upload upload;
    private final UploadReader reader;
    private final Consumer<Form> received;
    private boolean over;

    UploadReceiver(Exchange exchange, Upload upload, UploadReader reader, Consumer<Form> received) {
        this.exchange = exchange;
        this.upload = upload;
        this.reader = reader;
        this.received = received;
        upload.whenFailed(this::refuseUnwritten);
    }

    @Override
    public void received(ByteBuf part) {
        if (!over) {
            refuseIf(reader.feed(part));
        }
    }

    @Override
    public void completed() {
        if (!over) {
            refuseIf(reader.end());
        }
        if (!over) {
            over = true;
            upload.complete(this::give);
        }
    }

    @Override
    public void failed(String reason) {
        over = true;
        upload.discard();
    }

    /** What has come is no good, or cannot be kept: the rest is not wanted. */
    private void refuse(Refusal refusal) {
        over = true;
        upload.discard();
        if (exchange.isOpen()) {
            exchange.problem(refusal.status(), refusal.sentence());
        }
    }

    private void refuseUnwritten(IOException failure) {
        log.warn("an upload from {} cannot be written: {}", exchange.client().getHostAddress(), failure.toString());
        refuse(new Refusal(
                HttpResponseStatus.INSUFFICIENT_STORAGE, "the upload cannot be written to disk; the log knows why"));
    }

    private void refuseIf(@Nullable Refusal refusal) {
        if (refusal != null) {
            refuse(refusal);
        }
    }

    private void give(List<UploadedFile> files) {
        if (exchange.isOpen()) {
            received.accept(new Form(reader.fields(), files, upload));
        } else {
            upload.discard();
        }
    }
}
