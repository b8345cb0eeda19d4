package org.cotgateway.channel;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A slot for each of some uids: a small number, taken again when the uid is gone. Without an object for each, since hundreds
 * of outboxes may hold tens of thousands. Whoever chooses uids that fall together does not make it slow: when many do, they
 * are hashed otherwise, in a way that nobody outside can know.
 */
final class UidSlots {

    /** No slot. */
    static final int NONE = SlotLists.NONE;

    private static final int LEAST = 4;
    /** No more fall together by chance in a table with a place for each. */
    private static final int MANY_TOGETHER = 16;

    private static final int[] NO_SLOTS = {};
    private static final @Nullable String[] NO_UIDS = {};

    private @Nullable String[] uids = NO_UIDS;
    /** The first slot of those whose uids fall together, plus one. */
    private int[] heads = NO_SLOTS;
    /** The next of them, plus one; of a slot that is not in use, the next of these. */
    private int[] next = NO_SLOTS;
    /** The first that is not in use, plus one. */
    private int free;

    private int used;
    /** How uids are hashed; 0 as strings mostly are. */
    private long seed;
    /** How many slots there were when that was chosen. */
    private int seededAt;

    /** The slot of a uid, or {@link #NONE}. */
    int find(String uid) {
        if (used == 0) {
            return NONE;
        }
        int slot = heads[place(uid)] - 1;
        while (slot != NONE && !uid.equals(uids[slot])) {
            slot = next[slot] - 1;
        }
        return slot;
    }

    /** Sees to it that one more can be added; {@link #slots} may grow by that. */
    void makeRoom() {
        if (free == 0) {
            grow(Math.max(LEAST, 2 * uids.length));
        }
    }

    /** Gives a uid a slot that has none; there {@link #makeRoom must be room}. */
    int add(String uid) {
        int slot = free - 1;
        free = next[slot];
        uids[slot] = uid;
        used++;
        if (link(slot, place(uid)) > MANY_TOGETHER && seededAt < uids.length) {
            seed = ThreadLocalRandom.current().nextLong() | 1;
            seededAt = uids.length;
            relink();
        }
        return slot;
    }

    /** Takes a slot back. */
    void remove(int slot) {
        unlink(slot, place(uid(slot)));
        uids[slot] = null;
        next[slot] = free;
        free = slot + 1;
        used--;
    }

    boolean isUsed(int slot) {
        return uids[slot] != null;
    }

    String uid(int slot) {
        String uid = uids[slot];
        if (uid == null) {
            throw new IllegalStateException("slot " + slot + " is not in use");
        }
        return uid;
    }

    /** How many are in use. */
    int used() {
        return used;
    }

    /** How many slots there are, in use or not. */
    int slots() {
        return uids.length;
    }

    private void grow(int slots) {
        int before = uids.length;
        @Nullable String[] moreUids = Arrays.copyOf(uids, slots);
        int[] moreNext = Arrays.copyOf(next, slots);
        int[] moreHeads = new int[slots];
        // Nothing has changed so far, should there not be the memory for it.
        uids = moreUids;
        next = moreNext;
        heads = moreHeads;
        for (int slot = slots - 1; slot >= before; slot--) {
            next[slot] = free;
            free = slot + 1;
        }
        relink();
    }

    private void relink() {
        Arrays.fill(heads, 0);
        for (int slot = 0; slot < uids.length; slot++) {
            String uid = uids[slot];
            if (uid != null) {
                link(slot, place(uid));
            }
        }
    }

    /** Answers how many are there now. */
    private int link(int slot, int place) {
        int together = 1;
        for (int other = heads[place]; other != 0; other = next[other - 1]) {
            together++;
        }
        next[slot] = heads[place];
        heads[place] = slot + 1;
        return together;
    }

    private void unlink(int slot, int place) {
        if (heads[place] == slot + 1) {
            heads[place] = next[slot];
            return;
        }
        int before = heads[place] - 1;
        while (next[before] != slot + 1) {
            before = next[before] - 1;
        }
        next[before] = next[slot];
    }

    private int place(String uid) {
        int hash = seed == 0 ? uid.hashCode() : seeded(uid);
        return (hash ^ hash >>> 16) & heads.length - 1;
    }

    private int seeded(String uid) {
        long hash = seed;
        for (int i = 0; i < uid.length(); i++) {
            hash = Long.rotateLeft((hash ^ uid.charAt(i)) * 0x9E3779B97F4A7C15L, 29) + seed;
        }
        return (int) (hash >>> 32);
    }
}
