package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;

class XmlRoundTripTest {

    private static final long SEED = 20_261_121L;

    @Test
    void whatIsWrittenReadsBackEqual() {
        RandomEvents events = new RandomEvents(SEED);
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        for (int i = 0; i < 5_000; i++) {
            CotEvent event = events.next();
            String document = Documents.write(event);
            XmlReading reading = reader.read(Unpooled.wrappedBuffer(document.getBytes(StandardCharsets.UTF_8)));
            assertThat(reading.violations())
                    .as("seed %d, event %d: %s", SEED, i, document)
                    .isEmpty();
            assertThat(reading.notes()).isEmpty();
            assertThat(reading.event())
                    .as("seed %d, event %d: %s", SEED, i, document)
                    .isEqualTo(event);
            assertThat(document).doesNotContain("\n", "\r", "\t", "]]>");
        }
    }

    @Test
    void aBrokenDocumentIsAViolationOrAnEventThatReadsBackEqual() {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        for (int i = 0; i < 20_000; i++) {
            byte[] document = broken(Documents.write(events.next()).getBytes(StandardCharsets.UTF_8), random);
            try {
                XmlReading reading = reader.readAndCheck(Unpooled.wrappedBuffer(document));
                CotEvent event = reading.event();
                if (event == null) {
                    assertThat(reading.violations()).isNotEmpty().allMatch(violation -> violation.at() != null);
                } else if (isWritable(event)) {
                    assertThat(Documents.read(Documents.write(event)).event()).isEqualTo(event);
                }
            } catch (RuntimeException | AssertionError bug) {
                fail("seed %d, document %d: %s".formatted(SEED, i, new String(document, StandardCharsets.UTF_8)), bug);
            }
        }
    }

    private static boolean isWritable(CotEvent event) {
        return Double.isFinite(event.point().lat())
                && Double.isFinite(event.point().lon())
                && Double.isFinite(event.point().hae())
                && Double.isFinite(event.point().ce())
                && Double.isFinite(event.point().le());
    }

    private static byte[] broken(byte[] document, Random random) {
        byte[] bytes = document;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
            int other = random.nextInt(bytes.length);
            String text = switch (random.nextInt(6)) {
                case 0 -> slice(bytes, 0, at) + (char) random.nextInt(256) + slice(bytes, at + 1, bytes.length);
                case 1 -> slice(bytes, 0, at) + slice(bytes, to, bytes.length);
                case 2 -> slice(bytes, 0, to) + slice(bytes, at, bytes.length);
                case 3 -> slice(bytes, 0, at);
                case 4 -> slice(bytes, 0, other) + slice(bytes, at, to) + slice(bytes, other, bytes.length);
                default -> slice(bytes, 0, at) + odd(random) + slice(bytes, at, bytes.length);
            };
            bytes = text.isEmpty() ? document : text.getBytes(StandardCharsets.ISO_8859_1);
        }
        return bytes;
    }

    private static String odd(Random random) {
        String[] odd = {
            "<",
            ">",
            "&",
            "\"",
            "'",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "?>",
            "&#0;",
            "&#xD800;",
            "&x;",
            "<!DOCTYPE a>",
            "<a>",
            "</a>",
            "xmlns:q='u' ",
            "q:",
            "\0",
            "\u00C0\u0080",
            "\u00ED\u00A0\u0080",
            "<point/>",
            "<detail/>",
            "/"
        };
        return odd[random.nextInt(odd.length)];
    }

    private static String slice(byte[] bytes, int from, int to) {
        return from >= to ? "" : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
