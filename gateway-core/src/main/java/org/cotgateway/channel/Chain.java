package org.cotgateway.channel;

import org.jspecify.annotations.Nullable;

/** A list of lanes, linked both ways through the lanes themselves: every operation takes constant time, no garbage. */
final class Chain {

    /** A lane's place in one chain at a time. */
    static final class Link {
        private final @Nullable Lane lane;
        private @Nullable Chain chain;
        private Link previous = this;
        private Link next = this;

        Link(@Nullable Lane lane) {
            this.lane = lane;
        }

        boolean isIn(Chain asked) {
            return chain == asked;
        }

        void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
            chain = null;
        }
    }

    private final Link ends = new Link(null);

    @Nullable
    Lane first() {
        return ends.next.lane;
    }

    /** The lane after the given link of this chain, or null at the end. */
    @Nullable
    Lane after(Link link) {
        assert link.isIn(this) : "asked for what follows a link of another chain";
        return link.next.lane;
    }

    /** Adds a link that is in no chain at the end. */
    void addLast(Link link) {
        insert(link, ends.previous, ends);
    }

    /** Adds a link that is in no chain at the front. */
    void addFirst(Link link) {
        insert(link, ends, ends.next);
    }

    private void insert(Link link, Link before, Link after) {
        assert link.chain == null : "a link is in one chain at a time";
        link.chain = this;
        link.previous = before;
        link.next = after;
        before.next = link;
        after.previous = link;
    }
}
