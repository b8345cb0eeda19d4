package org.cotgateway.channel.fanout;

import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.Transport;
import org.cotgateway.codec.EventImage;
import org.jspecify.annotations.Nullable;

/** Told of events that are too large for streams, as ATAK reads them. Loop-only. */
@FunctionalInterface
public interface OversizeObserver {

    /** What a stream takes of one event. */
    int MAX_BYTES = Transport.STCP.maxMessageBytes();

    /** No event of at most so many bytes is too large in another form than it came in. */
    int NEARLY_BYTES = MAX_BYTES / 4;

    /**
     * A receiver does not get an event, and neither does any other that gets it in the same form; told once of each event.
     *
     * @param image lent
     * @param from whoever brought the event, or null
     * @param bytes how large it is in that form
     */
    void tooLarge(EventImage image, @Nullable Receiver from, Receiver to, int bytes);
}
