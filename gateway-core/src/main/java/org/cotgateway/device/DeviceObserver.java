package org.cotgateway.device;

import java.net.InetSocketAddress;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.FileShare;

/** Is told what simulated devices see and do. Called on the devices' event loop: must not block, must not throw. */
public interface DeviceObserver {

    /** Looks away. */
    DeviceObserver NONE = new DeviceObserver() {};

    /** The device took an event. Called before anything that the event sets off. */
    default void eventSeen(SimulatedDevice device, ReceivedEvent received) {}

    /** The device dropped a message. */
    default void messageRejected(SimulatedDevice device, RejectedMessage rejected) {}

    /** The device learned how to reach somebody, or that they moved. Not called again while nothing changes. */
    default void contactLearned(SimulatedDevice device, DeviceContact contact) {}

    /** The device sends an HTTP request for a file: once for each try. */
    default void downloadStarted(SimulatedDevice device, FileShare asked, String url) {}

    /** The device is done with a file request, well or not. An acknowledgement may already be on its way. */
    default void downloadFinished(SimulatedDevice device, FinishedDownload download) {}

    /** An acknowledgement was handed to the network whole. */
    default void ackSent(SimulatedDevice device, AckResponse ack, InetSocketAddress to) {}

    /** An acknowledgement could not be sent, or was not to be. */
    default void ackNotSent(SimulatedDevice device, AckResponse ack, String why) {}
}
