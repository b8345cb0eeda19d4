package org.cotgateway.device;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.cotgateway.event.Violation;

/** Where the messages of a device's sockets go. Called on the event loop. */
interface MessageIntake {

    /** Judges a whole message; the buffer stays the caller's. */
    void judge(Input input, InetSocketAddress from, ByteBuf message);

    /** Notes a message that was dropped without being looked at. */
    void drop(Input input, InetSocketAddress from, int bytes, Violation why);
}
