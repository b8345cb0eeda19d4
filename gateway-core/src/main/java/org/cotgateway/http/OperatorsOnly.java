package org.cotgateway.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/** Lets requests of operators through, and of nobody else. Loop-only, apart from the constructor. */
public final class OperatorsOnly {

    private final Networks operators;
    private final Counters counters;

    /**
     * @param settings its operators
     * @throws IllegalArgumentException naming the operators that are no networks
     */
    public OperatorsOnly(HttpSettings settings, Counters counters) {
        this.operators = Networks.of(settings.operators());
        this.counters = counters;
    }

    /** The same route, for operators. */
    public Route guard(Route route) {
        return exchange -> {
            InetAddress client = exchange.client();
            if (exchange.isOfAnotherSite()) {
                counters.increment(Counter.HTTP_FORBIDDEN);
                exchange.problem(HttpResponseStatus.FORBIDDEN, "asked for by a page of another site");
            } else if (operators.contain(client)) {
                route.answer(exchange);
            } else {
                counters.increment(Counter.HTTP_FORBIDDEN);
                exchange.problem(
                        HttpResponseStatus.FORBIDDEN,
                        client.getHostAddress() + " is not an operator's address; http.operators names those that are");
            }
        };
    }
}
