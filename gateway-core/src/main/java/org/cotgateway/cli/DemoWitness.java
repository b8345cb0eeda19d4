package org.cotgateway.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.FinishedDownload;
import org.cotgateway.device.ReceivedEvent;
import org.cotgateway.device.SimulatedDevice;

/** What the demo's devices saw, as they say themselves: an opinion that does not come from the gateway. */
final class DemoWitness implements DeviceObserver {

    private final Set<String> sawMarker = ConcurrentHashMap.newKeySet();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();
    private volatile String markerUid = "";

    /** The marker to look for. */
    void lookFor(String uid) {
        markerUid = uid;
    }

    /** How many devices got the marker itself. */
    int sawMarker() {
        return sawMarker.size();
    }

    /** How many devices hold a package of the announced size and hash. */
    int verified() {
        return verified.size();
    }

    @Override
    public void eventSeen(SimulatedDevice device, ReceivedEvent received) {
        if (received.event().uid().equals(markerUid)) {
            sawMarker.add(device.uid());
        }
    }

    @Override
    public void downloadFinished(SimulatedDevice device, FinishedDownload download) {
        if (download.sizeMatches() && download.sha256Matches()) {
            verified.add(device.uid());
        }
    }
}
