package org.cotgateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;

/** Events as they are when they have just come in, in turns: their bytes and their summary. */
public final class ReceivedEvents {

    private static final int ROOM_BYTES = 8 * 1024;
    private static final Duration STALE = Duration.ofDays(1);

    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "bench", InstantSource.system(), XmlLimits.DEFAULT);
    private final EventImage[] received;
    private int next;

    /**
     * Makes them.
     *
     * @param uids how many they are, each of a uid of its own
     */
    public ReceivedEvents(int uids) {
        List<CotEvent> events = SampleEvents.of(SampleEvents.Kind.TYPICAL, SampleEvents.USUAL_COUNT);
        EventIntake intake = new EventIntake(XmlLimits.DEFAULT);
        ByteBuf xml = PooledByteBufAllocator.DEFAULT.directBuffer(ROOM_BYTES);
        received = new EventImage[uids];
        Instant now = Instant.now();
        for (int i = 0; i < uids; i++) {
            // Of now, since an outbox drops what is stale.
            CotEvent event = events.get(i % events.size()).toBuilder()
                    .uid("unit-" + i)
                    .time(now)
                    .start(now)
                    .staleAfter(STALE)
                    .build();
            CotXmlWriter.INSTANCE.write(event, xml.clear());
            received[i] =
                    images.received(xml, Objects.requireNonNull(intake.read(xml).summary()), null);
        }
        xml.release();
    }

    /** The next one; lent. */
    public EventImage next() {
        next = next + 1 == received.length ? 0 : next + 1;
        return received[next];
    }

    public void release() {
        for (EventImage image : received) {
            image.release();
        }
    }
}
