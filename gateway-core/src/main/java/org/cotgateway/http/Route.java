package org.cotgateway.http;

/** Answers requests for one resource. */
@FunctionalInterface
public interface Route {

    /**
     * Answers a request, now or later, exactly once. If the route is one that takes bodies ({@link
     * Router.Builder#receiving}), it either calls {@link Exchange#receive} before this returns or answers without the body.
     * On the loop; must not block.
     */
    void answer(Exchange exchange);
}
