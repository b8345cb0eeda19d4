package org.cotgateway.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AaltoStreamTest {

    private static final int MAX_BYTES = 64 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {1, 100, MAX_BYTES})
    void allIsReadWhateverComesAtOnce(int readBytes) {
        AaltoStream aalto = new AaltoStream(MAX_BYTES);
        ByteBuf all = Unpooled.buffer(MAX_BYTES);
        int chars = 0;
        for (CotEvent event : SampleEvents.of(SampleEvents.Kind.MIXED, 20)) {
            int from = all.writerIndex();
            CotXmlWriter.INSTANCE.write(event, all);
            chars += aalto.document(all.slice(from, all.writerIndex() - from));
        }

        assertThat(aalto.documents(all, readBytes)).isEqualTo(chars).isGreaterThan(all.readableBytes() / 3);
    }
}
