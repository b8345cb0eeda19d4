package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;

class TakRoundTripTest {

    private static final long SEED = 20_261_123L;

    @Test
    void whatIsWrittenReadsBackEqual() {
        RandomEvents events = new RandomEvents(SEED);
        TakReader reader = new TakReader(XmlLimits.DEFAULT);
        for (int i = 0; i < 5_000; i++) {
            assertReadsBack(Payloads.withVersion2(events.next()), reader, i);
        }
    }

    @Test
    void typedElementsAmongOthersReadBackInTheirOrder() {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        TakReader reader = new TakReader(XmlLimits.DEFAULT);
        for (int i = 0; i < 10_000; i++) {
            assertReadsBack(Payloads.withTypedElements(events.next(), random), reader, i);
        }
    }

    @Test
    void fromXmlToProtobufToXmlIsTheSameDocument() {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        TakReader reader = new TakReader(XmlLimits.DEFAULT);
        for (int i = 0; i < 2_000; i++) {
            String document = Documents.write(Payloads.withTypedElements(events.next(), random));
            CotEvent event = Objects.requireNonNull(Documents.read(document).event(), document);
            CotEvent read =
                    reader.read(Unpooled.wrappedBuffer(Payloads.write(event))).event();
            String again = Documents.write(Objects.requireNonNull(read, document));
            assertThat(again).as("seed %d, event %d", SEED, i).isEqualTo(document);
        }
    }

    /** It has no field; who gets the XML as it came has it. */
    @Test
    void onlyWhatIsOutsideOfTheDetailAndUnknownIsLostOnTheWay() {
        String kept = "<event version=\"2.0\" uid=\"u\" type=\"a-f-G\" how=\"m-g\" time=\"2026-01-01T00:00:00.000Z\""
                + " start=\"2026-01-01T00:00:00.000Z\" stale=\"2026-01-02T00:00:00.000Z\" access=\"a\" qos=\"q\""
                + " opex=\"o\" caveat=\"c\" releasableTo=\"r\"><point lat=\"1\" lon=\"2\" hae=\"3\" ce=\"4\""
                + " le=\"5\"/><detail><x/></detail></event>";
        String document = kept.replace(" uid=", " more=\"1\" uid=")
                .replace("le=\"5\"", "le=\"5\" more=\"1\"")
                .replace("<detail>", "<more/><detail more=\"1\"><!-- more -->");
        CotEvent event = Objects.requireNonNull(Documents.read(document).event());
        TakReading reading = new TakReader(XmlLimits.DEFAULT).read(Unpooled.wrappedBuffer(Payloads.write(event)));
        assertThat(Documents.write(Objects.requireNonNull(reading.event()))).isEqualTo(kept);
    }

    @Test
    void aBrokenPayloadIsAViolationOrAnEvent() {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        TakReader reader = new TakReader(XmlLimits.DEFAULT);
        List<byte[]> whole = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            whole.add(Payloads.write(Payloads.withTypedElements(events.next(), random)));
        }
        for (int i = 0; i < 100_000; i++) {
            byte[] payload = broken(whole.get(random.nextInt(whole.size())), random);
            try {
                TakReading reading = reader.readAndCheck(Unpooled.wrappedBuffer(payload));
                if (reading.event() == null && reading.control() == null) {
                    assertThat(reading.violations()).isNotEmpty();
                }
            } catch (RuntimeException | AssertionError bug) {
                fail("seed %d, payload %d: %s".formatted(SEED, i, HexFormat.of().formatHex(payload)), bug);
            }
        }
    }

    private static void assertReadsBack(CotEvent event, TakReader reader, int number) {
        ByteBuf payload = Unpooled.wrappedBuffer(Payloads.write(event));
        TakReading reading = reader.read(payload);
        assertThat(reading.violations())
                .as("seed %d, event %d: %s", SEED, number, event)
                .isEmpty();
        assertThat(reading.event()).as("seed %d, event %d", SEED, number).isEqualTo(event);
    }

    private static byte[] broken(byte[] payload, Random random) {
        byte[] bytes = payload.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    byte[] longer = new byte[bytes.length + 10];
                    System.arraycopy(bytes, 0, longer, 0, at);
                    for (int k = 0; k < 10; k++) {
                        longer[at + k] = (byte) random.nextInt(256);
                    }
                    System.arraycopy(bytes, at, longer, at + 10, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
