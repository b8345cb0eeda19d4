package org.cotgateway.channel;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Connections that are over, closed together when the loop has handled whatever was ready in this pass, the greatest
 * descriptor first. Netty finds them by their descriptors in a table with open addressing; descriptors follow each other, so
 * do their places, and to take one out is to look at all that follow it, up to the next free place. With hundreds under way
 * that was more than a third of the instructions of the gateway's own for a connection. From the end each is next to a free one.
 *
 * <p>Loop-only. Does not outlive the loop: what has not been closed when that ends, Netty closes.
 */
final class EndedSockets {

    private static final Comparator<EpollDirectSend> GREATEST_FIRST = Comparator.comparingInt(
                    (EpollDirectSend each) -> each.fd().intValue())
            .reversed();

    private final EventExecutor loop;
    private final List<EpollDirectSend> ended = new ArrayList<>();

    EndedSockets(EventExecutor loop) {
        this.loop = loop;
    }

    /** Closes its socket soon; it must not do anything else any more. */
    void add(EpollDirectSend over) {
        if (ended.isEmpty()) {
            loop.execute(this::close);
        }
        ended.add(over);
    }

    private void close() {
        ended.sort(GREATEST_FIRST);
        ended.forEach(EpollDirectSend::closeSocket);
        ended.clear();
    }
}
