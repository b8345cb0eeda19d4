package org.cotgateway.channel.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.EventSummary;
import org.junit.jupiter.api.Test;

class EncodingsTest {

    private final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.fixed(Instant.EPOCH), XmlLimits.DEFAULT);

    @Test
    void whatCannotBeMadeToTheEndIsHeldByNobody() {
        EventImage good = images.of(CotEvents.marker("good", "good", 48, 16).build());
        Encodings encodings = new Encodings();
        long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();

        // The second is not there.
        encodings.begin(List.of(good), 0, 2);
        assertThatThrownBy(() -> encodings.of(WireFormat.xml(Framing.NEWLINE, Edition.PLAIN), 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        encodings.release();
        good.release();

        assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()).isLessThanOrEqualTo(before);
    }

    /** Its XML was found good as far as it was looked at, and turns out not to be when all of it is needed. */
    @Test
    void whatCannotBeReadAgainIsForTheOutboxes() {
        CotEvent like = CotEvents.marker("good", "good", 48, 16).build();
        ByteBuf xml = PooledByteBufAllocator.DEFAULT.directBuffer().writeZero(16);
        EventImage unreadable = images.received(xml, EventSummary.of(like), null);
        Encodings encodings = new Encodings();
        try {
            encodings.begin(List.of(unreadable, unreadable), 0, 2);
            WireFormat mesh = WireFormat.of(WireProtocol.TAK_MESH, Framing.NONE, Edition.PLAIN);
            assertThat(encodings.of(mesh, 0, 1)).isNull();
            assertThat(encodings.of(mesh, 0, 2)).isNull();
        } finally {
            encodings.release();
            unreadable.release();
            xml.release();
        }
    }
}
