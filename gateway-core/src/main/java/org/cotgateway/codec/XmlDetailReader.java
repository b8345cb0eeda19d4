package org.cotgateway.codec;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML inside a detail as if it stood in an event, so that the same limits and rules hold. It cannot leave the
 * detail: after an end of its own it would have to begin a second detail, which no event may have. Used again for every
 * message.
 */
final class XmlDetailReader {

    private static final byte[] BEFORE = ("<event uid='' type='' how='' time='1970-01-01T00:00:00Z'"
                    + " start='1970-01-01T00:00:00Z' stale='1970-01-01T00:00:00Z'>"
                    + "<point lat='0' lon='0' hae='0' ce='0' le='0'/><detail>")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = "</detail></event>".getBytes(StandardCharsets.US_ASCII);

    private static final String FIELD = "detail";

    private final CotXmlReader reader;
    private byte[] document = new byte[2_048];
    /** What was taken; 0 if nothing was. */
    private int bytes;

    XmlDetailReader(XmlLimits limits) {
        reader = new CotXmlReader(new XmlLimits(
                limits.maxEventBytes() + BEFORE.length + AFTER.length,
                limits.maxDepth(),
                limits.maxAttributes(),
                limits.maxNameChars(),
                limits.maxTextChars()));
        System.arraycopy(BEFORE, 0, document, 0, BEFORE.length);
    }

    /** Forgets what was taken. */
    void begin() {
        bytes = 0;
    }

    /** Takes the current field in place of what was taken before. */
    void take(ProtoCursor in) {
        bytes = in.length();
        int needed = BEFORE.length + bytes + AFTER.length;
        if (document.length < needed) {
            document = new byte[Math.max(needed, document.length * 2)];
            System.arraycopy(BEFORE, 0, document, 0, BEFORE.length);
        }
        in.copyTo(document, BEFORE.length);
    }

    /** What was taken as elements and texts; none, and one violation more at least, if it cannot be read. */
    List<CotNode> read(List<Violation> violations) {
        if (bytes == 0) {
            return List.of();
        }
        System.arraycopy(AFTER, 0, document, BEFORE.length + bytes, AFTER.length);
        XmlReading reading = reader.read(Unpooled.wrappedBuffer(document, 0, BEFORE.length + bytes + AFTER.length));
        for (Violation violation : reading.violations()) {
            violations.add(placed(violation));
        }
        return reading.event() == null ? List.of() : reading.event().detail().nodes();
    }

    /** As of the detail alone. */
    private static Violation placed(Violation violation) {
        String field = violation.field().equals("event") ? FIELD : violation.field();
        return new Violation(field, violation.value(), violation.rule(), placed(violation.at()));
    }

    private static @Nullable TextPosition placed(@Nullable TextPosition at) {
        return at == null || at.line() > 1 ? at : new TextPosition(1, Math.max(1, at.column() - BEFORE.length));
    }
}
