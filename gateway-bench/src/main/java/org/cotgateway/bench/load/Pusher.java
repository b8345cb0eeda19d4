package org.cotgateway.bench.load;

import java.io.IOException;

/** Something that sends the message to every device once. */
interface Pusher {

    /** Sends it, and returns when it is done: the message handed over, every connection closed. */
    RoundCost push() throws IOException;
}
