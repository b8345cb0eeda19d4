package org.cotgateway.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotType;
import org.cotgateway.event.EventOrder;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.GroupSet;
import org.jspecify.annotations.Nullable;

/**
 * The newest event of each uid that was passed on, whether or not anybody got it, until it is stale or deleted.
 *
 * <p>An older one by the event's own time does not replace a newer one ({@link EventOrder}); a time that has not come yet
 * counts as the time of arrival. A delete takes out what it names, if it was published to a group in common. Not kept is what
 * is addressed to some alone, and what is no state: all that ATAK makes no marker of (ATAK 5.5), which is control, pings and
 * tasks ({@code t}, but for {@code t-k-d} and {@code t-s-v-e}), file requests and receipts ({@code b-f-t-r}, {@code b-f-t-a}),
 * chat ({@code b-t-f} and below), and {@code y}, which answers tasks.
 *
 * <p>Bounded in events and bytes: the one heard of longest ago falls out first. Loop-only.
 *
 * <p>On the way of every event, so: the bytes are copied into an array of the entry, which is used again, and not kept in the
 * buffer that they came in; one that is updated allocates nothing. Entries are linked by the numbers of their slots, in arrays
 * beside them: what was heard of before and after an event lies anywhere in memory, and to reach it costs more than to read
 * the event.
 */
public final class LatestEvents {

    private static final int NONE = -1;
    private static final int FIRST_SLOTS = 64;
    /** An entry with its place in the map, without its texts and bytes. */
    private static final int ENTRY_BYTES = 200;

    private static final int ROUNDING = 64;
    /** An array that is so many times too large is given up. */
    private static final int MAX_SLACK = 4;

    private final LatestSettings settings;
    private final boolean keepsAny;
    private final EventImages images;
    private final Counters counters;

    private final Map<String, LatestEvent> byUid = new HashMap<>();
    private @Nullable LatestEvent[] slots = new @Nullable LatestEvent[FIRST_SLOTS];
    /** The slot of the event that was heard of before that of a slot, and after it. */
    private int[] older = new int[FIRST_SLOTS];

    private int[] newer = new int[FIRST_SLOTS];
    /** Slots below this have been in use; those of them that are free are on the stack. */
    private int usedSlots;

    private int[] freeSlots = new int[FIRST_SLOTS];
    private int free;
    private int oldest = NONE;
    private int newest = NONE;
    private long bytes;
    private int swept;

    /** Keeps nothing yet. */
    public LatestEvents(LatestSettings settings, EventImages images, Counters counters) {
        this.settings = settings;
        this.keepsAny = settings.maxEvents() > 0;
        this.images = images;
        this.counters = counters;
    }

    /** How many there are, those among them that have just become stale. */
    public int size() {
        return byUid.size();
    }

    /** How much memory they take, about. */
    public long bytes() {
        return bytes;
    }

    /** The newest event of a uid, or null; lent. */
    public @Nullable LatestEvent find(String uid, long nowMs) {
        LatestEvent kept = byUid.get(uid);
        return kept != null && kept.staleMs > nowMs ? kept : null;
    }

    /** Begins to go through those that match. */
    public LatestCursor cursor(LatestFilter filter) {
        return new LatestCursor(this, filter);
    }

    /** The whole event, which is read for that. */
    public CotEvent read(LatestEvent kept) {
        return images.read(Unpooled.wrappedBuffer(kept.bytes, 0, kept.length), kept.isTak);
    }

    /** Appends the event as XML, just as it came if it came so. */
    public void writeXml(LatestEvent kept, ByteBuf out) {
        if (kept.isTak) {
            CotXmlWriter.INSTANCE.write(read(kept), out);
        } else {
            out.writeBytes(kept.bytes, 0, kept.length);
        }
    }

    /**
     * Takes note of an event that is passed on.
     *
     * @param image lent; nothing of it is kept
     * @param groups those that it was published to
     */
    public void passed(EventImage image, GroupSet groups, long nowMs) {
        EventSummary summary = image.summary();
        if (!keepsAny || !summary.dests().isEmpty()) {
            return;
        }
        if (isState(summary.type())) {
            update(image, summary, groups, nowMs);
        } else if (summary.type().equals(EventSummary.DELETE_TYPE) && summary.linkUid() != null) {
            LatestEvent deleted = byUid.get(summary.linkUid());
            if (deleted != null && deleted.groups.meets(groups)) {
                remove(deleted);
            }
        }
    }

    /** Nothing more is heard of a uid. */
    void gone(String uid) {
        LatestEvent kept = byUid.get(uid);
        if (kept != null) {
            remove(kept);
        }
    }

    /** Drops what is stale among the next so many slots, and begins anew after the last. */
    void sweep(int maxLooks, long nowMs) {
        for (int looks = Math.min(maxLooks, usedSlots); looks > 0; looks--) {
            swept = swept < usedSlots ? swept : 0;
            LatestEvent kept = slots[swept++];
            if (kept != null && kept.staleMs <= nowMs) {
                remove(kept);
            }
        }
    }

    /** How many slots there are to look at. */
    int slots() {
        return usedSlots;
    }

    @Nullable
    LatestEvent at(int slot) {
        return slots[slot];
    }

    private static boolean isState(String type) {
        return switch (type.charAt(0)) {
            case 'a' -> true;
            case 'b' ->
                !CotType.isOrBelow(type, "b-t-f")
                        && !CotType.isOrBelow(type, "b-f-t-a")
                        && !CotType.isOrBelow(type, "b-f-t-r");
            case 't' -> CotType.isOrBelow(type, "t-k-d") || CotType.isOrBelow(type, "t-s-v-e");
            case 'y' -> false;
            default -> true;
        };
    }

    private void update(EventImage image, EventSummary summary, GroupSet groups, long nowMs) {
        LatestEvent kept = byUid.get(summary.uid());
        long timeMs = Math.min(summary.timeMs(), nowMs);
        if (kept != null && kept.staleMs > nowMs && EventOrder.isOlder(timeMs, kept.timeMs)) {
            return;
        }
        if (summary.staleMs() <= nowMs) {
            if (kept != null) {
                remove(kept);
            }
            return;
        }
        LatestEvent entry = kept != null ? kept : add(summary, groups);
        fill(entry, image, summary, groups, timeMs);
        if (entry.slot != newest) {
            if (kept != null) {
                unlink(entry.slot);
            }
            linkAsNewest(entry.slot);
        }
        while (byUid.size() > settings.maxEvents() || bytes > settings.maxBytes()) {
            counters.increment(Counter.LATEST_PUSHED_OUT);
            remove(entryAt(oldest));
        }
    }

    private void fill(LatestEvent entry, EventImage image, EventSummary summary, GroupSet groups, long timeMs) {
        if (!entry.type.equals(summary.type())) {
            entry.type = summary.type();
        }
        if (entry.groups != groups) {
            entry.groups = groups;
        }
        entry.timeMs = timeMs;
        entry.staleMs = summary.staleMs();
        entry.lat = summary.lat();
        entry.lon = summary.lon();
        entry.isTak = image.isTak();
        ByteBuf source = image.asItCame();
        int length = source.readableBytes();
        int room = roomFor(length);
        if (length > entry.bytes.length || entry.bytes.length > MAX_SLACK * room) {
            bytes += room - entry.bytes.length;
            entry.bytes = new byte[room];
        }
        source.getBytes(source.readerIndex(), entry.bytes, 0, length);
        entry.length = length;
    }

    /** With some room to grow: numbers have more digits in the next event. */
    private static int roomFor(int length) {
        return (length + length / 8 + ROUNDING - 1) / ROUNDING * ROUNDING;
    }

    private LatestEvent add(EventSummary summary, GroupSet groups) {
        LatestEvent entry = new LatestEvent(freeSlot(), summary, groups);
        slots[entry.slot] = entry;
        byUid.put(entry.uid, entry);
        bytes += costBeside(entry);
        return entry;
    }

    private int freeSlot() {
        if (free > 0) {
            return freeSlots[--free];
        }
        if (usedSlots == slots.length) {
            slots = Arrays.copyOf(slots, 2 * usedSlots);
            older = Arrays.copyOf(older, 2 * usedSlots);
            newer = Arrays.copyOf(newer, 2 * usedSlots);
        }
        return usedSlots++;
    }

    private void remove(LatestEvent entry) {
        unlink(entry.slot);
        byUid.remove(entry.uid);
        slots[entry.slot] = null;
        if (free == freeSlots.length) {
            freeSlots = Arrays.copyOf(freeSlots, 2 * free);
        }
        freeSlots[free++] = entry.slot;
        bytes -= costBeside(entry) + entry.bytes.length;
    }

    private static int costBeside(LatestEvent entry) {
        return ENTRY_BYTES + 2 * entry.uid.length();
    }

    private void linkAsNewest(int slot) {
        older[slot] = newest;
        newer[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            newer[newest] = slot;
        }
        newest = slot;
    }

    private void unlink(int slot) {
        if (older[slot] == NONE) {
            oldest = newer[slot];
        } else {
            newer[older[slot]] = newer[slot];
        }
        if (newer[slot] == NONE) {
            newest = older[slot];
        } else {
            older[newer[slot]] = older[slot];
        }
    }

    private LatestEvent entryAt(int slot) {
        LatestEvent entry = slots[slot];
        if (entry == null) {
            throw new IllegalStateException("slot " + slot + " is empty");
        }
        return entry;
    }
}
