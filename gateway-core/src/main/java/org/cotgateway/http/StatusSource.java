package org.cotgateway.http;

import java.util.concurrent.CompletionStage;

/** Says how the gateway is doing. Called on the loop, must not block; the answer comes on any thread. */
public interface StatusSource {

    /** A JSON document in UTF-8. */
    CompletionStage<byte[]> status();

    /** Counters and gauges in Prometheus' text format 0.0.4. */
    CompletionStage<byte[]> metrics();
}
