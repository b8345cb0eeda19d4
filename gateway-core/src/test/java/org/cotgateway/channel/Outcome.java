package org.cotgateway.channel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Remembers what an observer was told; the end can be waited for. */
class Outcome implements SendObserver {

    private static final long MAX_WAIT_S = 30;

    /** How it ended. */
    record End(boolean sent, @Nullable DropReason reason, String why) {}

    final List<String> history = new CopyOnWriteArrayList<>();
    private final CompletableFuture<End> end = new CompletableFuture<>();

    @Override
    public void attempting(int attempt) {
        history.add("attempt " + attempt);
    }

    @Override
    public void sent(long atMs) {
        history.add("sent");
        finish(new End(true, null, ""));
    }

    @Override
    public void retrying(String why) {
        history.add("retrying: " + why);
    }

    @Override
    public void dropped(DropReason reason, String why) {
        history.add("dropped " + reason + ": " + why);
        finish(new End(false, reason, why));
    }

    boolean isOver() {
        return end.isDone();
    }

    End await() {
        try {
            return end.get(MAX_WAIT_S, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError("not over after " + MAX_WAIT_S + " s: " + history, failed);
        }
    }

    private void finish(End how) {
        if (!end.complete(how)) {
            throw new AssertionError("told twice how it ended: " + history);
        }
    }
}
