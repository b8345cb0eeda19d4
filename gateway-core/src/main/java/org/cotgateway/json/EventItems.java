package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;

/**
 * Takes what is found in an {@link EventDocument}, in its order: each item is either given as an event or rejected. Called
 * from within {@link EventDocument#feed} and {@link EventDocument#end}, on their thread.
 *
 * <p>An index counts the items from 0, rejected ones too. A line is where the item begins, the first line of the document
 * being 1.
 */
public interface EventItems {

    /** The field of a violation that is about an item as a whole. */
    String ITEM = "event";

    /** The field of a violation that is about what stands between the items, or about all of them. */
    String DOCUMENT = "document";

    /** An event that keeps all of {@link org.cotgateway.event.EventRules}. */
    void event(CotEvent event, long index, int line);

    /**
     * A valid event that came as XML, for a sink that passes its bytes on. Asked first; if it is not taken here, the event is
     * read as a whole and comes by {@link #event}, as do the first few of each document.
     *
     * @param document the event's bytes, lent for the call
     * @param reading what came of taking it in, lent for the call
     * @return whether it is taken
     */
    default boolean xml(ByteBuf document, IntakeReading reading, long index, int line) {
        return false;
    }

    /**
     * An item that is no event, or one that breaks rules.
     *
     * @param violations all that is wrong; in JSON a field is a JSON Pointer (RFC 6901) into the item, {@link #ITEM} or
     *     {@link #DOCUMENT}
     */
    void rejected(long index, int line, List<Violation> violations);

    /**
     * Something that stands in an item which is taken, or between the items, and has no meaning in an event: for telling the
     * author of the document.
     *
     * @param field as in a violation
     */
    default void ignored(long index, int line, String field) {}
}
