package org.cotgateway.recording;

import org.cotgateway.event.CotEvent;

/** What stands at one place of a recording. */
public sealed interface RecordingEntry {

    /**
     * An event.
     *
     * @param atMs when it came, in milliseconds since the recording began; never negative
     * @param from who sent it, for people; empty if that is not known
     * @param protocol the form in which it came, for example {@code xml}; empty if that is not known
     * @param xml the event as it came, or as XML if it came in another form
     * @param event what stands in the XML; it may break rules
     */
    record Event(long atMs, String from, String protocol, String xml, CotEvent event) implements RecordingEntry {}

    /**
     * Events that came and were not recorded.
     *
     * @param atMs when the first of them came at the latest, same unit
     * @param lost how many
     */
    record Gap(long atMs, long lost) implements RecordingEntry {}

    /**
     * Something that is no entry, to be passed over.
     *
     * @param place where, for people: {@code line 7}
     * @param why what is wrong with it
     */
    record Unreadable(String place, String why) implements RecordingEntry {}
}
