package org.cotgateway.feed;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;

/** Told what becomes of each row of an intake. Called on the loop, during {@link FeedIntake#accept}; lines count from 1. */
public interface FeedObserver {

    /** Nobody is told. */
    FeedObserver NONE = new FeedObserver() {
        @Override
        public void event(CotEvent event, EventTiming timing, int line) {}

        @Override
        public void ignored(int line) {}

        @Override
        public void rejected(int line, RejectReason reason, List<Violation> violations) {}
    };

    /** It became this event, which has been taken. */
    void event(CotEvent event, EventTiming timing, int line);

    /** It says nothing new, or not enough yet: an aircraft without a position, a part of a message. */
    void ignored(int line);

    /** It became no event. */
    void rejected(int line, RejectReason reason, List<Violation> violations);
}
