package org.cotgateway.json;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.json.JsonCursor.BrokenItemException;

/** A form that an event can have as a JSON object. */
interface EventForm {

    /**
     * Reads an event from the object at whose beginning the cursor stands. What is missing or wrong is told to the cursor, and
     * something stands in its place, so that the rest can be checked.
     */
    CotEvent read(JsonCursor cursor) throws BrokenItemException;

    /** Where in the object that stands, of the event read last, which a violation of the event's rules names. */
    String pointer(String field, CotEvent event);

    /** What the last object had that means nothing in an event, as pointers. */
    List<String> ignored();
}
