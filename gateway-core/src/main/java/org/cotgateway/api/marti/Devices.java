package org.cotgateway.api.marti;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import org.cotgateway.http.Networks;
import org.cotgateway.http.Route;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/** Lets requests from the networks of devices through, and no others. */
final class Devices {

    private final Networks networks;
    private final Counters counters;

    /** @throws IllegalArgumentException naming the networks that are none */
    Devices(MartiSettings settings, Counters counters) {
        this.networks = Networks.of(settings.devices());
        this.counters = counters;
    }

    /** The same route, for devices. */
    Route guard(Route route) {
        return exchange -> {
            InetAddress client = exchange.client();
            if (exchange.isOfAnotherSite()) {
                counters.increment(Counter.HTTP_FORBIDDEN);
                exchange.problem(HttpResponseStatus.FORBIDDEN, "asked for by a page of another site");
            } else if (networks.contain(client)) {
                route.answer(exchange);
            } else {
                counters.increment(Counter.HTTP_FORBIDDEN);
                exchange.problem(
                        HttpResponseStatus.FORBIDDEN,
                        client.getHostAddress() + " is not a device's address; marti.devices names those that are");
            }
        };
    }
}
