package org.cotgateway.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Always says the same. */
final class FixedStatus implements StatusSource {

    static final String STATUS = "{\"well\":true}";
    static final String METRICS = "well 1\n";

    @Override
    public CompletionStage<byte[]> status() {
        return CompletableFuture.completedFuture(STATUS.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<byte[]> metrics() {
        return CompletableFuture.completedFuture(METRICS.getBytes(StandardCharsets.UTF_8));
    }
}
