package org.cotgateway.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/**
 * Lets requests of operators through, and of nobody else: by the address that they come from, and if a browser was not led
 * here by a page of another site. Loop-only, apart from the constructor.
 */
public final class OperatorsOnly {

    private final Networks operators;
    private final HostNames hosts;
    private final Counters counters;

    /**
     * @param settings its operators and hosts
     * @throws IllegalArgumentException naming the operators that are no networks, or the hosts that are none
     */
    public OperatorsOnly(HttpSettings settings, Counters counters) {
        this.operators = Networks.of(settings.operators());
        this.hosts = HostNames.of(settings);
        this.counters = counters;
    }

    /** The same route, for operators. */
    public Route guard(Route route) {
        return exchange -> {
            InetAddress client = exchange.client();
            if (exchange.isOfAnotherSite()) {
                counters.increment(Counter.HTTP_FORBIDDEN);
                exchange.problem(HttpResponseStatus.FORBIDDEN, "asked for by a page of another site");
            } else if (!operators.contain(client)) {
                counters.increment(Counter.HTTP_FORBIDDEN);
                exchange.problem(
                        HttpResponseStatus.FORBIDDEN,
                        client.getHostAddress() + " is not an operator's address; http.operators names those that are");
            } else if (!hosts.contain(exchange.host())) {
                counters.increment(Counter.HTTP_MISDIRECTED);
                exchange.problem(
                        HttpResponseStatus.MISDIRECTED_REQUEST,
                        exchange.host().name() + " is no name of this gateway; http.hosts names those that are");
            } else {
                route.answer(exchange);
            }
        };
    }
}
