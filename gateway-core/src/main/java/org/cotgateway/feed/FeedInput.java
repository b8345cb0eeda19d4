package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/** A way by which a feed's data comes. Opened off the loop. */
interface FeedInput {

    /** Where it comes from, for people: {@code tcp 0.0.0.0:7001} for example. On any thread. */
    String source();

    /** How many connections it has, and what hinders it; on the loop. */
    int connections();

    /** What hinders it, in a sentence; null if nothing does. On the loop. */
    @Nullable
    String trouble();

    /** Ends it; what has come so far has been taken. Blocks until its port is free; not for the loop. */
    void close();
}
