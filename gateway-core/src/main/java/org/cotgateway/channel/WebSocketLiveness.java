package org.cotgateway.channel;

/**
 * Whether a client is there: one that is silent is asked, and has as long again to answer. Times are those of {@link
 * LoopContext#ticksMs}. Loop-only.
 */
final class WebSocketLiveness {

    private final long patienceMs;
    private final WebSocketAnswers answers;
    private long heardMs;
    /** Whether the client was asked since it was last heard, and when. */
    private boolean asked;

    private long askedMs;

    /** @param patienceMs how long it may be silent, and how long it then has */
    WebSocketLiveness(long patienceMs, WebSocketAnswers answers) {
        this.patienceMs = patienceMs;
        this.answers = answers;
    }

    /** Something has come from it, or would have if it were read. */
    void heard(long nowMs) {
        heardMs = nowMs;
        asked = false;
    }

    /**
     * Asks it if it is time to.
     *
     * @return whether it owes an answer for too long
     */
    boolean isOverdue(long nowMs) {
        if (asked) {
            return nowMs - askedMs >= patienceMs;
        }
        if (nowMs - heardMs >= patienceMs) {
            asked = true;
            askedMs = nowMs;
            answers.ping();
        }
        return false;
    }
}
