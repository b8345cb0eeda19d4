package org.cotgateway.api.pushes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cotgateway.api.IgnoredFields;
import org.cotgateway.api.upload.Form;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.EventDocument;
import org.cotgateway.json.EventItems;
import org.jspecify.annotations.Nullable;

/** Reads the one event that a part of a form must hold, in whatever format. Used once. */
final class OneEvent implements EventItems {

    private static final String EVENT = "event";
    private static final String UTF_8_MARK = "\uFEFF";
    private static final Pattern FEATURE = Pattern.compile("\"type\"\\s*:\\s*\"Feature(Collection)?\"");

    private final List<Violation> violations;
    private final IgnoredFields ignored;
    private @Nullable CotEvent event;
    private int items;

    private OneEvent(List<Violation> violations, IgnoredFields ignored) {
        this.violations = violations;
        this.ignored = ignored;
    }

    /**
     * The event of a part; null if there is none that can be read.
     *
     * @param violations takes what is wrong
     * @param ignored takes what means nothing in an event
     */
    static @Nullable CotEvent read(Form.Field part, List<Violation> violations, IgnoredFields ignored) {
        ByteBuf content = Unpooled.wrappedBuffer(part.content());
        if (isUtf16(content)) {
            violations.add(Violation.of(EVENT, null, "must be in UTF-8, and begins as UTF-16 does"));
            return null;
        }
        String text = part.text();
        if (text.startsWith(UTF_8_MARK)) {
            text = text.substring(UTF_8_MARK.length());
            content.skipBytes(UTF_8_MARK.getBytes(StandardCharsets.UTF_8).length);
        }
        OneEvent items = new OneEvent(violations, ignored);
        try (EventDocument document = format(part, text).open(items)) {
            document.feed(content);
            document.end();
        }
        return items.event();
    }

    /** Windows' shells write it where they are told to write text to a file. */
    private static boolean isUtf16(ByteBuf content) {
        int mark = content.readableBytes() < 2 ? 0 : content.getUnsignedShort(0);
        return mark == 0xFEFF || mark == 0xFFFE;
    }

    /** As the part says or, since clients often say nothing of use, as it looks. */
    private static DocumentFormat format(Form.Field part, String text) {
        String type = part.head().contentType();
        Optional<DocumentFormat> said = type == null ? Optional.empty() : DocumentFormat.ofMediaType(type);
        return said.orElseGet(() -> {
            String begin = text.stripLeading();
            if (!begin.startsWith("{") && !begin.startsWith("[")) {
                return DocumentFormat.XML;
            }
            return FEATURE.matcher(text).find() ? DocumentFormat.GEOJSON : DocumentFormat.JSON;
        });
    }

    @Override
    public void event(CotEvent found, long index, int line) {
        event = found;
        count();
    }

    @Override
    public void rejected(long index, int line, List<Violation> wrong) {
        violations.addAll(wrong);
        count();
    }

    @Override
    public void ignored(long index, int line, String field) {
        ignored.add(field);
    }

    /** The event; null, and said to be missing, if nothing was found at all. */
    private @Nullable CotEvent event() {
        if (items == 0) {
            violations.add(Violation.of(EVENT, null, "must be an event"));
        }
        return items > 1 ? null : event;
    }

    private void count() {
        if (++items == 2) {
            violations.add(Violation.of(EVENT, null, "must be one event, not several"));
        }
    }
}
