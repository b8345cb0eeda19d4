package org.cotgateway.channel;

import java.util.Arrays;

/**
 * Lists of slots, which are small numbers, linked both ways through arrays: a slot is in one of the lists at a time, or in
 * none. Every operation takes constant time and makes no garbage; there is nothing in it for a collector to follow.
 */
final class SlotLists {

    /** No slot. */
    static final int NONE = -1;

    private static final byte IN_NONE = 0;
    private static final int[] NO_SLOTS = {};
    private static final byte[] IN_NO_LISTS = {};

    private final int[] first;
    private final int[] last;
    private int[] previous = NO_SLOTS;
    private int[] next = NO_SLOTS;
    /** In which list a slot is, counted from 1. */
    private byte[] in = IN_NO_LISTS;

    /** @param lists how many, named by numbers from 0 */
    SlotLists(int lists) {
        first = new int[lists];
        last = new int[lists];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    /** Makes room for so many slots, no fewer than before. */
    void grow(int slots) {
        previous = Arrays.copyOf(previous, slots);
        next = Arrays.copyOf(next, slots);
        in = Arrays.copyOf(in, slots);
    }

    int first(int list) {
        return first[list];
    }

    /** The slot after one that is in a list, or {@link #NONE}. */
    int after(int slot) {
        assert in[slot] != IN_NONE : "asked for what follows a slot that is in no list";
        return next[slot];
    }

    boolean isIn(int slot, int list) {
        return in[slot] == list + 1;
    }

    /** Adds a slot that is in no list at the end. */
    void addLast(int slot, int list) {
        insert(slot, list, last[list], NONE);
    }

    /** Adds a slot that is in no list at the front. */
    void addFirst(int slot, int list) {
        insert(slot, list, NONE, first[list]);
    }

    /** Takes a slot out of the list that it is in, if it is in one. */
    void unlink(int slot) {
        if (in[slot] == IN_NONE) {
            return;
        }
        int list = in[slot] - 1;
        int before = previous[slot];
        int behind = next[slot];
        if (before == NONE) {
            first[list] = behind;
        } else {
            next[before] = behind;
        }
        if (behind == NONE) {
            last[list] = before;
        } else {
            previous[behind] = before;
        }
        in[slot] = IN_NONE;
    }

    /** Puts the slots of all lists into others, in their order, by the numbers that they have there. */
    void moveTo(SlotLists others, int[] moved) {
        for (int list = 0; list < first.length; list++) {
            for (int slot = first[list]; slot != NONE; slot = next[slot]) {
                others.addLast(moved[slot], list);
            }
        }
    }

    private void insert(int slot, int list, int before, int behind) {
        assert in[slot] == IN_NONE : "a slot is in one list at a time";
        in[slot] = (byte) (list + 1);
        previous[slot] = before;
        next[slot] = behind;
        if (before == NONE) {
            first[list] = slot;
        } else {
            next[before] = slot;
        }
        if (behind == NONE) {
            last[list] = slot;
        } else {
            previous[behind] = slot;
        }
    }
}
