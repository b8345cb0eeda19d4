package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * One event in the form in which it came and in each form that was asked for: every form is made at most once, however
 * many receivers there are. An event that came as XML and needs no change goes out as the bytes that came.
 *
 * <p>Reference-counted: whoever keeps one past a call retains it. What {@link #xml} answers is lent and lives as long as
 * the image. Loop-only, apart from its creation.
 */
public final class EventImage extends AbstractReferenceCounted {

    private final EventImages images;
    private final EventSummary summary;
    private final @Nullable ByteBuf[] editions = new @Nullable ByteBuf[Edition.values().length];
    private @Nullable ByteBuf source;
    private @Nullable CotEvent event;

    /** @param source the event as it came, one reference of which is taken over; null if there is only the event */
    EventImage(EventImages images, EventSummary summary, @Nullable CotEvent event, @Nullable ByteBuf source) {
        this.images = images;
        this.summary = summary;
        this.event = event;
        this.source = source;
    }

    public EventSummary summary() {
        return summary;
    }

    /** The whole event; read at most once. */
    public CotEvent event() {
        if (event == null) {
            event = images.read(sourceBytes());
        }
        return event;
    }

    /** The event as XML without framing. Lent: neither to be changed nor released, and its indices not to be moved. */
    public ByteBuf xml(Edition edition) {
        ByteBuf made = editions[edition.ordinal()];
        if (made == null) {
            made = images.make(this, edition);
            editions[edition.ordinal()] = made;
        }
        return made;
    }

    /**
     * Lets go of the buffer that the event came in, which may be much larger than the event: to be called when the image is
     * kept for longer than the loop's pass.
     */
    public void compact() {
        ByteBuf came = source;
        if (came == null || came.unwrap() == null) {
            return;
        }
        ByteBuf own = images.copy(came);
        for (int i = 0; i < editions.length; i++) {
            ByteBuf made = editions[i];
            if (made == came) {
                editions[i] = own;
            }
        }
        came.release();
        source = own;
    }

    /** The bytes that came, or null if the event did not come as XML. */
    @Nullable
    ByteBuf source() {
        return source;
    }

    private ByteBuf sourceBytes() {
        ByteBuf came = source;
        if (came == null) {
            throw new IllegalStateException("an image has its bytes or its event");
        }
        return came;
    }

    @Override
    protected void deallocate() {
        for (int i = 0; i < editions.length; i++) {
            ByteBuf made = editions[i];
            if (made != null && made != source) {
                releaseOnce(i, made);
            }
            editions[i] = null;
        }
        if (source != null) {
            source.release();
            source = null;
        }
    }

    /** Editions may share their bytes. */
    private void releaseOnce(int index, ByteBuf made) {
        for (int i = index + 1; i < editions.length; i++) {
            if (editions[i] == made) {
                editions[i] = null;
            }
        }
        made.release();
    }

    @Override
    public EventImage retain() {
        super.retain();
        return this;
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        if (source != null) {
            source.touch(hint);
        }
        return this;
    }
}
