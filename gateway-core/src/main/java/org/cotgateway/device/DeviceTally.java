package org.cotgateway.device;

/**
 * What one device has seen and done so far.
 *
 * @param events events taken
 * @param rejected messages dropped
 * @param shown items on the map now
 * @param contacts contacts known now
 * @param transfers file requests acted upon
 * @param requests HTTP requests sent
 * @param taken files downloaded with the right size and hash
 * @param notTaken file requests that ended in any other way
 * @param acksSent acknowledgements handed to the network
 * @param acksNotSent acknowledgements that could not be sent
 */
public record DeviceTally(
        long events,
        long rejected,
        long shown,
        long contacts,
        long transfers,
        long requests,
        long taken,
        long notTaken,
        long acksSent,
        long acksNotSent) {

    /** Whether no file request is under way: each has ended and has been answered, or could not be. */
    public boolean idle() {
        return taken + notTaken == transfers && acksSent + acksNotSent == transfers;
    }
}
