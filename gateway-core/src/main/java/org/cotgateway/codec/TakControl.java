package org.cotgateway.codec;

/**
 * What a peer of a mesh says about itself at least every 60 seconds.
 *
 * @param minProtoVersion the lowest version of TAK Protocol that it reads, at least 1; an unsigned number of 32 bits
 * @param maxProtoVersion the highest version that it reads; likewise
 * @param contactUid the uid of its position reports, empty if it does not say
 */
public record TakControl(long minProtoVersion, long maxProtoVersion, String contactUid) {

    /** Whether the peer reads that version. */
    public boolean reads(int version) {
        return minProtoVersion <= version && version <= maxProtoVersion;
    }
}
