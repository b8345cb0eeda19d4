package org.cotgateway.api;

import org.cotgateway.feed.FeedPause;
import org.cotgateway.http.Exchange;

/** Lets nothing more of a request's body in while so much waits in memory that its client should wait, too. Loop-only. */
public final class BodyPause {

    private final Exchange exchange;
    private final FeedPause pause;
    private boolean paused;

    public BodyPause(Exchange exchange, FeedPause pause) {
        this.exchange = exchange;
        this.pause = pause;
    }

    /** To be called when some of the body has been taken: from then on nothing comes until there is room. */
    public void waitForRoom() {
        if (!paused && pause.isOn()) {
            paused = true;
            exchange.pauseBody();
            // Not within this call: whoever hands the body on has not done with the part that was taken.
            pause.later(() -> {
                paused = false;
                exchange.resumeBody();
            });
        }
    }
}
