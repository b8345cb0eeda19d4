package org.cotgateway.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One Cursor-on-Target event with every attribute that the format knows. Immutable, and able to hold values that break
 * the rules, so that {@link EventRules} can name all of them at once. Safe on any thread. What each value means stands at its
 * constructor.
 */
public final class CotEvent {

    /** The version that every known producer writes. */
    public static final String VERSION = "2.0";

    private final String version;
    private final String uid;
    private final String type;
    private final String how;
    private final long timeMs;
    private final long startMs;
    private final long staleMs;
    private final @Nullable String access;
    private final @Nullable String qos;
    private final @Nullable String opex;
    private final @Nullable String caveat;
    private final @Nullable String releasableTo;
    private final CotPoint point;
    private final CotDetail detail;
    /**
     * 0 until somebody has asked; threads that ask at the same time all find the same, as with a String's hash. A record could
     * not keep it.
     */
    private byte plainness;

    /**
     * @param version the format's version, normally {@link #VERSION}
     * @param uid the identity of the thing that the event is about, 1 to 100 characters
     * @param type the hierarchical type, for example {@code a-f-G-U-C}; see {@link CotType}
     * @param how how the position was come by, for example {@code m-g} (machine, GPS) or {@code h-e} (human, estimated)
     * @param timeMs when the event was made, in milliseconds since 1970-01-01T00:00:00Z
     * @param startMs from when it holds, same unit
     * @param staleMs until when it holds, same unit; after {@code startMs}
     * @param access who may see it, free text, or null
     * @param qos quality of service as {@code priority-overtaking-assurance}, for example {@code 1-r-c}, or null
     * @param opex operation or exercise, for example {@code o-} or {@code e-name}, or null
     * @param caveat handling caveats, or null
     * @param releasableTo to whom it may be released, or null
     * @param point where it is
     * @param detail everything else
     */
    public CotEvent(
            String version,
            String uid,
            String type,
            String how,
            long timeMs,
            long startMs,
            long staleMs,
            @Nullable String access,
            @Nullable String qos,
            @Nullable String opex,
            @Nullable String caveat,
            @Nullable String releasableTo,
            CotPoint point,
            CotDetail detail) {
        this.version = version;
        this.uid = uid;
        this.type = type;
        this.how = how;
        this.timeMs = timeMs;
        this.startMs = startMs;
        this.staleMs = staleMs;
        this.access = access;
        this.qos = qos;
        this.opex = opex;
        this.caveat = caveat;
        this.releasableTo = releasableTo;
        this.point = point;
        this.detail = detail;
    }

    public String version() {
        return version;
    }

    public String uid() {
        return uid;
    }

    public String type() {
        return type;
    }

    public String how() {
        return how;
    }

    public long timeMs() {
        return timeMs;
    }

    public long startMs() {
        return startMs;
    }

    public long staleMs() {
        return staleMs;
    }

    public @Nullable String access() {
        return access;
    }

    public @Nullable String qos() {
        return qos;
    }

    public @Nullable String opex() {
        return opex;
    }

    public @Nullable String caveat() {
        return caveat;
    }

    public @Nullable String releasableTo() {
        return releasableTo;
    }

    public CotPoint point() {
        return point;
    }

    public CotDetail detail() {
        return detail;
    }

    /**
     * Whether uid, type and how {@link XmlChars#isPlain are plain}, all three. They are looked at once only: the rules, which
     * every event of others is checked by, and the writer of XML ask.
     */
    public boolean isHeadPlain() {
        byte known = plainness;
        return known == XmlChars.PLAIN || known == 0 && look();
    }

    private boolean look() {
        boolean plain = XmlChars.isPlain(uid) && XmlChars.isPlain(type) && XmlChars.isPlain(how);
        plainness = XmlChars.plainness(plain);
        return plain;
    }

    /** An event with version 2.0, a random uid, how {@code h-e}, made now, stale in ten minutes, at no place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with this event's values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CotEvent event
                && version.equals(event.version)
                && uid.equals(event.uid)
                && type.equals(event.type)
                && how.equals(event.how)
                && timeMs == event.timeMs
                && startMs == event.startMs
                && staleMs == event.staleMs
                && Objects.equals(access, event.access)
                && Objects.equals(qos, event.qos)
                && Objects.equals(opex, event.opex)
                && Objects.equals(caveat, event.caveat)
                && Objects.equals(releasableTo, event.releasableTo)
                && point.equals(event.point)
                && detail.equals(event.detail);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                version,
                uid,
                type,
                how,
                timeMs,
                startMs,
                staleMs,
                access,
                qos,
                opex,
                caveat,
                releasableTo,
                point,
                detail);
    }

    @Override
    public String toString() {
        return "CotEvent[version=" + version + ", uid=" + uid + ", type=" + type + ", how=" + how + ", timeMs=" + timeMs
                + ", startMs=" + startMs + ", staleMs=" + staleMs + ", access=" + access + ", qos=" + qos + ", opex="
                + opex + ", caveat=" + caveat + ", releasableTo=" + releasableTo + ", point=" + point + ", detail="
                + detail + ']';
    }

    /** Builds an event. Not thread-safe. Values are taken as given; {@link EventRules} checks them. */
    public static final class Builder {
        private static final Duration DEFAULT_STALE = Duration.ofMinutes(10);

        private String version = VERSION;
        /** Made when it is needed: randomness is the costliest part of an event. */
        private @Nullable String uid;

        private String type = "";
        private String how = "h-e";
        private @Nullable Instant time;
        private @Nullable Instant start;
        private @Nullable Instant stale;
        private Duration staleAfter = DEFAULT_STALE;
        private @Nullable String access;
        private @Nullable String qos;
        private @Nullable String opex;
        private @Nullable String caveat;
        private @Nullable String releasableTo;
        private CotPoint point = CotPoint.NOWHERE;
        private final List<CotNode> detail = new ArrayList<>();

        private Builder() {}

        private Builder(CotEvent from) {
            version = from.version;
            uid = from.uid;
            type = from.type;
            how = from.how;
            time = Instant.ofEpochMilli(from.timeMs);
            start = Instant.ofEpochMilli(from.startMs);
            stale = Instant.ofEpochMilli(from.staleMs);
            access = from.access;
            qos = from.qos;
            opex = from.opex;
            caveat = from.caveat;
            releasableTo = from.releasableTo;
            point = from.point;
            detail.addAll(from.detail.nodes());
        }

        public Builder version(String value) {
            version = value;
            return this;
        }

        public Builder uid(String value) {
            uid = value;
            return this;
        }

        public Builder type(String value) {
            type = value;
            return this;
        }

        public Builder how(String value) {
            how = value;
            return this;
        }

        /** When the event was made; now, if never set. */
        public Builder time(Instant value) {
            time = value;
            return this;
        }

        /** From when it holds; the time, if never set. */
        public Builder start(Instant value) {
            start = value;
            return this;
        }

        /** Until when it holds. */
        public Builder stale(Instant value) {
            stale = value;
            return this;
        }

        /** Until when it holds, counted from its start. */
        public Builder staleAfter(Duration afterStart) {
            stale = null;
            staleAfter = afterStart;
            return this;
        }

        /**
         * Sets the stale time for something that reports regularly: two times the expected interval after the start, so
         * that one lost report does not take it off the map.
         */
        public Builder updateInterval(Duration expected) {
            return staleAfter(expected.multipliedBy(2));
        }

        public Builder access(@Nullable String value) {
            access = value;
            return this;
        }

        public Builder qos(@Nullable String value) {
            qos = value;
            return this;
        }

        public Builder opex(@Nullable String value) {
            opex = value;
            return this;
        }

        public Builder caveat(@Nullable String value) {
            caveat = value;
            return this;
        }

        public Builder releasableTo(@Nullable String value) {
            releasableTo = value;
            return this;
        }

        public Builder point(CotPoint value) {
            point = value;
            return this;
        }

        /** Adds an element at the end of the detail. */
        public Builder add(DetailElement element) {
            detail.add(element.toElement());
            return this;
        }

        /** Puts an element in the place of the first one of its name, or at the end when there is none. */
        public Builder set(DetailElement element) {
            CotElement added = element.toElement();
            for (int i = 0; i < detail.size(); i++) {
                if (detail.get(i) instanceof CotElement old && old.name().equals(added.name())) {
                    detail.set(i, added);
                    return this;
                }
            }
            detail.add(added);
            return this;
        }

        /** Sets what the event says about itself in words. */
        public Builder remarks(String text) {
            return set(Remarks.of(text));
        }

        /** Sets course (degrees clockwise from true north) and speed (metres per second). */
        public Builder track(double course, double speed) {
            return set(new Track(course, speed));
        }

        /** Replaces the whole detail. */
        public Builder detail(CotDetail value) {
            detail.clear();
            detail.addAll(value.nodes());
            return this;
        }

        /** An event with these values; of one builder all have one uid, even if it is random. */
        public CotEvent build() {
            Instant made = time != null ? time : Instant.now();
            Instant from = start != null ? start : made;
            Instant until = stale != null ? stale : from.plus(staleAfter);
            if (uid == null) {
                uid = UUID.randomUUID().toString();
            }
            return new CotEvent(
                    version,
                    uid,
                    type,
                    how,
                    made.toEpochMilli(),
                    from.toEpochMilli(),
                    until.toEpochMilli(),
                    access,
                    qos,
                    opex,
                    caveat,
                    releasableTo,
                    point,
                    detail.isEmpty() ? CotDetail.EMPTY : new CotDetail(detail));
        }
    }
}
