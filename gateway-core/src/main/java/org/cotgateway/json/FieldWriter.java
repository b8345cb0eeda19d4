package org.cotgateway.json;

import org.cotgateway.codec.Ascii;
import org.cotgateway.codec.CotTime;
import org.cotgateway.codec.Decimals;
import org.cotgateway.codec.Draft;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.jspecify.annotations.Nullable;

/** Writes what an event's JSON and its Feature have in common, by the rules of {@link Ascii}. */
final class FieldWriter {

    private static final Ascii TIME = Ascii.of(",\"time\":\"");
    private static final Ascii START = Ascii.of("\",\"start\":\"");
    private static final Ascii STALE = Ascii.of("\",\"stale\":\"");
    private static final Ascii QUOTE = Ascii.of("\"");
    private static final Ascii ACCESS = Ascii.of(",\"access\":");
    private static final Ascii QOS = Ascii.of(",\"qos\":");
    private static final Ascii OPEX = Ascii.of(",\"opex\":");
    private static final Ascii CAVEAT = Ascii.of(",\"caveat\":");
    private static final Ascii RELEASABLE_TO = Ascii.of(",\"releasableTo\":");
    private static final Ascii VERSION = Ascii.of(",\"version\":");
    private static final Ascii NEGATIVE_ZERO = Ascii.of("-0.0");

    private FieldWriter() {}

    /** Writes {@code ,"time":...,"start":...,"stale":...}. */
    static int times(CotEvent event, Draft out, int index) {
        return times(event, true, out, index);
    }

    /** Writes the same without a start that is the event's time, as it mostly is. */
    static int timesAtLeast(CotEvent event, Draft out, int index) {
        return times(event, event.startMs() != event.timeMs(), out, index);
    }

    private static int times(CotEvent event, boolean withStart, Draft out, int index) {
        refuseLongYear(event.timeMs(), "time");
        refuseLongYear(event.startMs(), "start");
        refuseLongYear(event.staleMs(), "stale");
        int time = JsonText.append(TIME, out, index);
        int at = CotTime.append(event.timeMs(), out, time);
        if (withStart) {
            at = CotTime.append(event.startMs(), event.timeMs(), time, out, START.put(out, at));
        }
        at = CotTime.append(event.staleMs(), event.timeMs(), time, out, STALE.put(out, at));
        return QUOTE.put(out, at);
    }

    private static void refuseLongYear(long ms, String name) {
        if (!CotTime.isWritable(ms)) {
            throw new IllegalArgumentException(name + ": " + ms + " ms since 1970 is not in the years 0000 to 9999");
        }
    }

    /** Writes those of the rare fields that the event has. */
    static int rare(CotEvent event, Draft out, int index) {
        int at = optional(ACCESS, event.access(), out, index);
        at = optional(QOS, event.qos(), out, at);
        at = optional(OPEX, event.opex(), out, at);
        at = optional(CAVEAT, event.caveat(), out, at);
        at = optional(RELEASABLE_TO, event.releasableTo(), out, at);
        return event.version().equals(CotEvent.VERSION) ? at : JsonText.append(VERSION, event.version(), out, at);
    }

    private static int optional(Ascii before, @Nullable String value, Draft out, int index) {
        return value == null ? index : JsonText.append(before, value, out, index);
    }

    /** Writes a constant and a number behind it, unless that says that nothing is known. */
    static int known(Ascii before, double value, String name, Draft out, int index) {
        return value == CotPoint.UNKNOWN ? index : number(before, value, name, out, index);
    }

    /** Writes a constant and a number behind it. */
    static int number(Ascii before, double value, String name, Draft out, int index) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": " + value + " is not a finite number");
        }
        int at = JsonText.append(before, out, index);
        // A whole number has no sign of its zero where integers are read as such.
        return value == 0 && 1 / value < 0 ? NEGATIVE_ZERO.put(out, at) : Decimals.append(value, out, at);
    }
}
