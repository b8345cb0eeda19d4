package org.cotgateway.codec;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of taking in an event. Exactly one of these holds:
 *
 * <ul>
 *   <li>it is valid and usual: there are {@link #summary} and {@link #marks}, and the event's bytes can be cut;
 *   <li>it is valid and unusual: there are {@link #summary} and {@link #event}, to be written anew where it must change;
 *   <li>it is not valid: there are {@link #violations}, and the {@link #event} that breaks rules if it is one at all.
 * </ul>
 *
 * <p>Belongs to its {@link EventIntake}, which fills it again with the next event. The summary and the event can be kept.
 */
public final class IntakeReading {

    private final XmlMarks allMarks;
    private @Nullable EventSummary summary;
    private @Nullable XmlMarks marks;
    private @Nullable CotEvent event;
    private List<Violation> violations = List.of();

    IntakeReading(XmlMarks allMarks) {
        this.allMarks = allMarks;
    }

    IntakeReading usual(EventSummary of) {
        summary = of;
        marks = allMarks;
        event = null;
        violations = List.of();
        return this;
    }

    IntakeReading unusual(CotEvent read) {
        summary = EventSummary.of(read);
        marks = null;
        event = read;
        violations = List.of();
        return this;
    }

    IntakeReading invalid(@Nullable CotEvent read, List<Violation> found) {
        summary = null;
        marks = null;
        event = read;
        violations = found;
        return this;
    }

    /** Whether there is a summary. */
    public boolean isValid() {
        return summary != null;
    }

    /** Null if the event is not valid. */
    public @Nullable EventSummary summary() {
        return summary;
    }

    /** Lent until the next event; null if the event is unusual or not valid. */
    public @Nullable XmlMarks marks() {
        return marks;
    }

    /** Null unless the event had to be read as a whole. */
    public @Nullable CotEvent event() {
        return event;
    }

    /** All that is wrong; empty if the event is valid. */
    public List<Violation> violations() {
        return violations;
    }
}
