package org.cotgateway.api.marti;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Says who is connected. Called on the loop, must not block; the answer comes on any thread. */
@FunctionalInterface
public interface ContactSource {

    /** Those of whom everybody may know: it is not known who asks, and so not of which groups that one is. */
    CompletionStage<List<MartiContact>> contacts();
}
