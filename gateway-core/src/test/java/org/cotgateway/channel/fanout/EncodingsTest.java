package org.cotgateway.channel.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvents;
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
}
