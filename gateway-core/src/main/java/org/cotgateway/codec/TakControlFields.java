package org.cotgateway.codec;

import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The fields of {@code TakControl} while a message is read. Used again for every message. */
final class TakControlFields {

    private final XmlLimits limits;
    private final List<Violation> violations;
    private boolean there;
    private boolean readable;
    private long min;
    private long max;
    private String contactUid = "";

    TakControlFields(XmlLimits limits, List<Violation> violations) {
        this.limits = limits;
        this.violations = violations;
    }

    void begin() {
        there = false;
        readable = true;
        min = 0;
        max = 0;
        contactUid = "";
    }

    boolean isThere() {
        return there;
    }

    /** Reads the fields; answers what is wrong with the grammar, or null. */
    @Nullable
    String read(ProtoCursor in) {
        there = true;
        while (in.next()) {
            if (in.field() == TakFields.MIN_VERSION && in.is(ProtoWire.VARINT)) {
                min = Integer.toUnsignedLong((int) in.number());
            } else if (in.field() == TakFields.MAX_VERSION && in.is(ProtoWire.VARINT)) {
                max = Integer.toUnsignedLong((int) in.number());
            } else if (in.field() == TakFields.CONTACT_UID && in.is(ProtoWire.LENGTH_DELIMITED)) {
                String text = TakTexts.read(in, "TakControl.contactUid", limits, violations);
                readable &= text != null;
                contactUid = text == null ? "" : text;
            }
        }
        return in.problem();
    }

    /** What was read; null if there was nothing or it cannot be represented. */
    @Nullable
    TakControl toControl() {
        return there && readable ? new TakControl(orOne(min), orOne(max), contactUid) : null;
    }

    private static long orOne(long version) {
        return version == 0 ? 1 : version;
    }
}
