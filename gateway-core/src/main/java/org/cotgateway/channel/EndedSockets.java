package org.cotgateway.channel;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that are over, closed together when the loop has handled whatever was ready in this pass, the greatest
 * descriptor first. Netty finds them by their descriptors in a table with open addressing; descriptors follow each other, so
 * do their places, and to take one out is to look at all that follow it, up to the next free place. With hundreds under way
 * that was more than a third of the instructions of the gateway's own for a connection. Together they cost about one such
 * look: each but the first ends at the place of the one before.
 *
 * <p>Loop-only. Does not outlive the loop: what has not been closed when that ends, Netty closes.
 */
final class EndedSockets {

    private static final Logger log = LoggerFactory.getLogger(EndedSockets.class);

    /** No more descriptors than that are held for those that are over. */
    private static final int MOST = 256;

    private static final Comparator<EpollDirectSend> GREATEST_FIRST = Comparator.comparingInt(
                    (EpollDirectSend each) -> each.fd().intValue())
            .reversed();

    private final EventExecutor loop;
    private List<EpollDirectSend> ended = new ArrayList<>();

    EndedSockets(EventExecutor loop) {
        this.loop = loop;
    }

    /** Closes its socket soon; nothing more is wanted of it. */
    void add(EpollDirectSend over) {
        if (ended.isEmpty() && !closesLater()) {
            over.closeSocket();
            return;
        }
        ended.add(over);
        if (ended.size() >= MOST) {
            close();
        }
    }

    private boolean closesLater() {
        try {
            loop.execute(this::close);
            return true;
        } catch (RejectedExecutionException ending) {
            return false;
        }
    }

    private void close() {
        List<EpollDirectSend> closing = ended;
        ended = new ArrayList<>();
        closing.sort(GREATEST_FIRST);
        for (EpollDirectSend each : closing) {
            try {
                each.closeSocket();
            } catch (RuntimeException | Error bug) {
                log.error("a connection that was over could not be closed", bug);
            }
        }
    }
}
