package org.cotgateway.bench.load;

import java.io.IOException;

/** Devices that are sent events past streams: a process that counts what comes to each, and knows how late it is. */
interface CountedDevices extends AutoCloseable {

    /** How many there are. */
    int count();

    /** That of all of them. */
    int port();

    /** Waits until each has got so many more; none may be lost, none come twice. */
    void awaitEach(int more) throws IOException;

    /** How late a driver's events came since this was last asked. */
    Receipts receipts() throws IOException;

    @Override
    void close() throws IOException;
}
