package org.cotgateway.device;

/** What may be wrong with a simulated device, for trying out what a gateway makes of it. */
public enum Fault {
    /** Events of one burst of direct TCP connections are handed on last first: ATAK keeps no order between them. */
    REORDER,
    /** Reads its TCP connections and downloads at {@link DeviceSettings#slowBytesPerSecond()}. */
    SLOW,
    /** Resets each direct TCP connection once the first bytes are there. */
    RESET,
    /** Listens, but accepts no connection and reads no datagram: the kernel's queues fill up and stay full. */
    DEAF,
    /** File transfers are switched off: asks for no file and answers "File transfers disabled". */
    NO_FETCH,
    /** Downloads, but never acknowledges. */
    NO_ACK,
    /** Damages every file that it downloads: acknowledged all the same, then not taken. */
    CORRUPT
}
