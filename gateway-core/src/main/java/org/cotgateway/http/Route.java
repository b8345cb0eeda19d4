package org.cotgateway.http;

/** Answers requests for one part of the paths. */
interface Route {

    /** Answers a GET or HEAD, now or later, exactly once. On the loop; must not block. */
    void answer(Exchange exchange);
}
