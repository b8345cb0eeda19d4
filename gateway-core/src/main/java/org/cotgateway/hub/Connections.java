package org.cotgateway.hub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected by a gateway's settings, and the endpoints that have been added beside them while it runs. What was added
 * stays when other settings are applied, and ends with the gateway; where the settings come to name the same endpoint, it is
 * theirs from then on. What changes something blocks and is not for the loop; all of it is safe on any other thread.
 */
public final class Connections {

    /** Most endpoints that can be added. */
    public static final int MAX_ADDED = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final Hub hub;
    private List<EndpointReceiver> ofSettings = List.of();
    /** By name; replaced as a whole. */
    private volatile Map<String, EndpointReceiver> added = Map.of();

    /** What became of an endpoint that was to be added. */
    public enum Addition {
        ADDED,
        /** Another endpoint has its name. */
        NAME_TAKEN,
        /** Another endpoint has its address. */
        ADDRESS_TAKEN,
        /** {@link #MAX_ADDED} are there. */
        FULL
    }

    /** What became of an endpoint that was to be removed. */
    public enum Removal {
        REMOVED,
        /** The settings name it, and would bring it back. */
        OF_SETTINGS,
        UNKNOWN
    }

    public Connections(Hub hub) {
        this.hub = hub;
    }

    /** Goes over to other settings; see {@link Hub#apply}. */
    public synchronized HubChange apply(HubSettings next) throws IOException {
        Map<String, EndpointReceiver> staying = new LinkedHashMap<>(added);
        staying.values()
                .removeIf(receiver -> next.endpoints().stream()
                        .anyMatch(named -> hasNameOf(named, receiver) || hasAddressOf(named, receiver)));
        HubChange change = hub.apply(next.with(next.listeners(), both(next.endpoints(), staying)));
        added.keySet().stream()
                .filter(name -> !staying.containsKey(name))
                .forEach(name -> log.info("receiver {} was added and is the settings' now", name));
        ofSettings = next.endpoints();
        added = Map.copyOf(staying);
        return change;
    }

    /**
     * Adds an endpoint.
     *
     * @throws IOException if the gateway is stopping, or keys and certificates cannot be read; nothing has changed then
     */
    public synchronized Addition add(EndpointReceiver receiver) throws IOException {
        List<EndpointReceiver> all = both(ofSettings, added);
        if (all.stream().anyMatch(other -> hasNameOf(other, receiver))) {
            return Addition.NAME_TAKEN;
        }
        if (all.stream().anyMatch(other -> hasAddressOf(other, receiver))) {
            return Addition.ADDRESS_TAKEN;
        }
        if (added.size() >= MAX_ADDED) {
            return Addition.FULL;
        }
        Map<String, EndpointReceiver> more = new LinkedHashMap<>(added);
        more.put(receiver.name(), receiver);
        connect(more);
        return Addition.ADDED;
    }

    /**
     * Removes an endpoint that was added.
     *
     * @throws IOException as {@link #add}
     */
    public synchronized Removal remove(String name) throws IOException {
        if (!added.containsKey(name)) {
            boolean named =
                    ofSettings.stream().anyMatch(receiver -> receiver.name().equals(name));
            return named ? Removal.OF_SETTINGS : Removal.UNKNOWN;
        }
        Map<String, EndpointReceiver> fewer = new LinkedHashMap<>(added);
        fewer.remove(name);
        connect(fewer);
        return Removal.REMOVED;
    }

    /** The names of those that were added. */
    public Set<String> added() {
        return added.keySet();
    }

    private void connect(Map<String, EndpointReceiver> others) throws IOException {
        hub.connect(both(ofSettings, others));
        added = Map.copyOf(others);
    }

    private static List<EndpointReceiver> both(
            List<EndpointReceiver> ofSettings, Map<String, EndpointReceiver> others) {
        List<EndpointReceiver> all = new ArrayList<>(ofSettings);
        all.addAll(others.values());
        return all;
    }

    private static boolean hasNameOf(EndpointReceiver one, EndpointReceiver other) {
        return one.name().equals(other.name());
    }

    private static boolean hasAddressOf(EndpointReceiver one, EndpointReceiver other) {
        return one.endpoint().equals(other.endpoint());
    }
}
