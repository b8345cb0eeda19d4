package org.cotgateway.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Remembers what it is told of downloads. */
final class FetchLog implements FetchObserver {

    final List<Fetch> started = new CopyOnWriteArrayList<>();
    final List<Fetch> completed = new CopyOnWriteArrayList<>();
    final List<Fetch> aborted = new CopyOnWriteArrayList<>();

    /** Is told on the loop, too. */
    volatile Consumer<Fetch> whenCompleted = fetch -> {};

    @Override
    public void started(Fetch fetch) {
        started.add(fetch);
    }

    @Override
    public void completed(Fetch fetch) {
        completed.add(fetch);
        whenCompleted.accept(fetch);
    }

    @Override
    public void aborted(Fetch fetch) {
        aborted.add(fetch);
    }
}
