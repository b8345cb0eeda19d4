package org.cotgateway.api.receivers;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How receivers are doing, as JSON. Asked on the loop, must not block; the answer comes on any thread. */
public interface ReceiverSource {

    /** All of them. */
    CompletionStage<byte[]> receivers();

    /** The one of this name. */
    CompletionStage<Optional<byte[]>> receiver(String name);
}
