package org.cotgateway.hub;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.tls.TlsContexts;
import org.cotgateway.tls.TlsException;
import org.jspecify.annotations.Nullable;

/** The TLS contexts of listeners that go on and of endpoints, made of what their files hold now. Immutable. */
final class TlsOf {

    private final Map<Listener, SslContext> listeners = new HashMap<>();
    private final Map<EndpointReceiver, SslContext> endpoints = new HashMap<>();

    private TlsOf() {}

    /**
     * Reads files; not for the loop.
     *
     * @param kept listeners that go on; others read their files when they open
     * @throws IOException naming everything that is wrong
     */
    static TlsOf read(HubSettings settings, List<Listener> kept) throws IOException {
        TlsOf made = new TlsOf();
        List<String> wrong = new ArrayList<>();
        for (Listener listener : kept) {
            if (listener instanceof StreamInlet stream && stream.tls() != null) {
                try {
                    made.listeners.put(listener, TlsContexts.server(stream.tls(), "listener " + listener.name()));
                } catch (TlsException refused) {
                    wrong.add("listener " + listener.name() + ": " + refused.getMessage());
                }
            }
        }
        for (EndpointReceiver endpoint : settings.endpoints()) {
            if (endpoint.tls() != null) {
                try {
                    made.endpoints.put(endpoint, TlsContexts.client(endpoint.tls(), "endpoint " + endpoint.name()));
                } catch (TlsException refused) {
                    wrong.add("endpoint " + endpoint.name() + ": " + refused.getMessage());
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new IOException(String.join("; ", wrong));
        }
        return made;
    }

    /** Null for a listener without TLS. */
    @Nullable
    SslContext of(Listener listener) {
        return listeners.get(listener);
    }

    /** Null for an endpoint without settings of its own. */
    @Nullable
    SslContext of(EndpointReceiver endpoint) {
        return endpoints.get(endpoint);
    }
}
