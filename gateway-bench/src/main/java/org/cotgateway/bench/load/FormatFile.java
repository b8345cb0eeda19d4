package org.cotgateway.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.jspecify.annotations.Nullable;

/**
 * The file that {@code format.c} takes its events from: everything in the order in which it is written, numbers in little
 * endian, a text as its length in four bytes and its UTF-8. A node is its name, its attributes and its children, each list
 * behind its length; a text among the nodes has no name and its words as the one value.
 */
final class FormatFile {

    private static final int ABSENT = -1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private FormatFile() {}

    static void write(List<CotEvent> events, Path file) throws IOException {
        FormatFile format = new FormatFile();
        format.number(events.size());
        events.forEach(format::event);
        Files.write(file, format.out.toByteArray());
    }

    private void event(CotEvent event) {
        text(event.version());
        text(event.uid());
        text(event.type());
        text(event.how());
        word(event.timeMs());
        word(event.startMs());
        word(event.staleMs());
        text(event.access());
        text(event.qos());
        text(event.opex());
        text(event.caveat());
        text(event.releasableTo());
        CotPoint point = event.point();
        word(Double.doubleToRawLongBits(point.lat()));
        word(Double.doubleToRawLongBits(point.lon()));
        word(Double.doubleToRawLongBits(point.hae()));
        word(Double.doubleToRawLongBits(point.ce()));
        word(Double.doubleToRawLongBits(point.le()));
        node(event.detail().toElement());
    }

    private void node(CotNode node) {
        if (node instanceof CotText words) {
            text(null);
            number(0);
            text(words.text());
            number(0);
            return;
        }
        CotElement element = (CotElement) node;
        text(element.name());
        number(element.attributes().size());
        for (CotAttribute attribute : element.attributes()) {
            text(attribute.name());
            text(attribute.value());
        }
        number(element.children().size());
        element.children().forEach(this::node);
    }

    private void text(@Nullable String text) {
        if (text == null) {
            number(ABSENT);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
    }

    private void number(int number) {
        out.writeBytes(littleEndian(Integer.BYTES).putInt(number).array());
    }

    private void word(long word) {
        out.writeBytes(littleEndian(Long.BYTES).putLong(word).array());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
