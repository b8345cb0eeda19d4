package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as it arrives, split anywhere, in linear time: nothing of a content is kept
 * but what may be the beginning of a boundary. The first refusal ends it. For one thread.
 *
 * <pre>
 *   preamble ─ boundary ─→ rest of its line ─→ head ─→ content ─ boundary ─┐
 *                               ↑    └─ "--" ─→ epilogue                  │
 *                               └─────────────────────────────────────────┘
 * </pre>
 */
public final class MultipartReader {

    /** Takes the parts of a form, in their order. */
    public interface Sink {

        /** A part begins. */
        void begins(PartHead head);

        /** The next bytes of its content; lent. */
        void content(ByteBuf bytes);

        /** The part is complete. */
        void ends();
    }

    private enum At {
        PREAMBLE,
        BOUNDARY_LINE,
        HEAD,
        CONTENT,
        EPILOGUE
    }

    private static final String FORM = "multipart/form-data";

    /** RFC 2046, 5.1.1. */
    private static final Pattern BOUNDARY = Pattern.compile("[A-Za-z0-9'()+_,./:=? -]{0,69}[A-Za-z0-9'()+_,./:=?-]");

    private final MultipartLimits limits;
    private final Sink sink;
    private final byte[] delimiter;
    private final PartHeadReader head;

    private At at = At.PREAMBLE;
    /** How much of the delimiter the last bytes were. The first line needs no line break in front. */
    private int matched = 2;
    /** What of the rest of a boundary's line came last: 0, {@code '-'} or {@code '\r'}. */
    private int lineByte;

    private int parts;
    private long bytes;
    private @Nullable Refusal refusal;

    /**
     * @param boundary as {@link #boundary} finds it
     */
    public MultipartReader(String boundary, MultipartLimits limits, Sink sink) {
        this.limits = limits;
        this.sink = sink;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.head = new PartHeadReader(limits.maxHeadBytes());
    }

    /** The boundary that this content type names; empty if it is no form with a boundary. */
    public static Optional<String> boundary(@Nullable String contentType) {
        return Optional.ofNullable(contentType)
                .flatMap(HeaderValue::parse)
                .filter(type -> type.value().equals(FORM))
                .map(type -> type.parameter("boundary"))
                .filter(boundary -> BOUNDARY.matcher(boundary).matches());
    }

    /** Takes the next bytes, which are lent. Null if all is well. */
    public @Nullable Refusal feed(ByteBuf part) {
        int from = part.readerIndex();
        int to = part.writerIndex();
        bytes += to - from;
        if (refusal == null && bytes > limits.maxBytes()) {
            refuse(Refusal.tooLarge("the body has more than " + limits.maxBytes() + " bytes"));
        }
        while (from < to && refusal == null) {
            switch (at) {
                case PREAMBLE, CONTENT -> from = scan(part, from, to);
                case BOUNDARY_LINE -> boundaryLine(part.getByte(from++));
                case HEAD -> head(part.getByte(from++));
                case EPILOGUE -> from = to;
            }
        }
        return refusal;
    }

    /** The body is complete. Null if the form is, too. */
    public @Nullable Refusal end() {
        if (refusal == null && at != At.EPILOGUE) {
            refuse(Refusal.malformed("the form ends in the middle: its last boundary is missing"));
        }
        return refusal;
    }

    /** Looks for the delimiter; answers where it ends, or the end of the bytes. */
    private int scan(ByteBuf part, int from, int to) {
        // What was kept back of the bytes before these, since it may have been the delimiter's beginning.
        int carried = matched;
        int next = from;
        while (next < to) {
            if (matched == 0) {
                int found = part.indexOf(next, to, delimiter[0]);
                next = found < 0 ? to : found + 1;
                matched = found < 0 ? 0 : 1;
            } else if (part.getByte(next) == delimiter[matched]) {
                next++;
                if (++matched == delimiter.length) {
                    give(part, from, next - (matched - carried));
                    found();
                    return next;
                }
            } else {
                giveKeptBack(carried);
                carried = 0;
                matched = 0;
            }
        }
        give(part, from, to - (matched - carried));
        return to;
    }

    private void give(ByteBuf part, int from, int to) {
        if (at == At.CONTENT && to > from) {
            sink.content(part.slice(from, to - from));
        }
    }

    private void giveKeptBack(int count) {
        if (at == At.CONTENT && count > 0) {
            sink.content(Unpooled.wrappedBuffer(delimiter, 0, count));
        }
    }

    private void found() {
        if (at == At.CONTENT) {
            sink.ends();
        }
        at = At.BOUNDARY_LINE;
        matched = 0;
        lineByte = 0;
    }

    private void boundaryLine(byte next) {
        if (lineByte == '\r' && next == '\n') {
            beginHead();
        } else if (lineByte == '-' && next == '-') {
            at = At.EPILOGUE;
        } else if (lineByte == 0 && (next == '\r' || next == '-')) {
            lineByte = next;
        } else if (lineByte != 0 || next != ' ' && next != '\t') {
            refuse(Refusal.malformed("behind a boundary there must be a line break, or -- at the end"));
        }
    }

    private void beginHead() {
        if (++parts > limits.maxParts()) {
            refuse(Refusal.tooLarge("the form has more than " + limits.maxParts() + " parts"));
        } else {
            at = At.HEAD;
            head.begin();
        }
    }

    private void head(byte next) {
        if (!head.take(next)) {
            refuse(Refusal.tooLarge("part " + parts + " has a head of more than " + limits.maxHeadBytes() + " bytes"));
        } else if (head.isComplete()) {
            PartHead read = head.read();
            if (read == null) {
                refuse(Refusal.malformed(
                        "part " + parts + " must have a Content-Disposition of form-data with a name"));
            } else if (head.coding() != null) {
                refuse(Refusal.malformed("part " + parts + " has the Content-Transfer-Encoding " + head.coding()
                        + "; what forms hold is not coded (RFC 7578, 4.7)"));
            } else {
                at = At.CONTENT;
                sink.begins(read);
            }
        }
    }

    private void refuse(Refusal why) {
        refusal = why;
    }
}
