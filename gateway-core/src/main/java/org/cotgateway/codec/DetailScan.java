package org.cotgateway.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/** What the summary takes from the elements of the detail, and the rules for them. Used again for every event. */
final class DetailScan {

    private static final XmlName CONTACT = XmlName.of("contact");
    private static final XmlName CALLSIGN = XmlName.of("callsign");
    private static final XmlName ENDPOINT = XmlName.of("endpoint");
    private static final XmlName MARTI = XmlName.of("marti");
    private static final XmlName DEST = XmlName.of("dest");
    private static final XmlName UID = XmlName.of("uid");
    private static final XmlName GROUP = XmlName.of("group");
    private static final XmlName MISSION = XmlName.of("mission");
    private static final XmlName FLOW_TAGS = XmlName.of("_flow-tags_");
    private static final XmlName LINK = XmlName.of("link");
    private static final XmlName TYPE = XmlName.of("type");
    private static final XmlName RELATION = XmlName.of("relation");
    private static final XmlName FILE_SHARE = XmlName.of("fileshare");
    private static final XmlName ACK_REQUEST = XmlName.of("ackrequest");
    private static final XmlName FORCE_DELETE = XmlName.of("__forcedelete");

    /** The depth of what a {@code dest} stands in, the event being 1. */
    private static final int MARTI_DEPTH = 3;

    private final StringPool texts = new StringPool(8_192, any -> true);
    private final XmlMarks marks;
    private final List<Dest> dests = new ArrayList<>();
    private final List<String> flowTags = new ArrayList<>();

    private boolean hasContact;
    private boolean hasMarti;
    private boolean inMarti;
    private boolean hasFlowTags;
    private boolean hasFile;
    private boolean hasForceDelete;
    private boolean hasLink;
    /** Whether the first link says what ATAK must know to delete. */
    private boolean canDelete;

    private @Nullable String callsign;
    private @Nullable String endpoint;
    private @Nullable String linkUid;

    DetailScan(XmlMarks marks) {
        this.marks = marks;
    }

    void clear() {
        hasContact = false;
        hasMarti = false;
        inMarti = false;
        hasFlowTags = false;
        hasFile = false;
        hasForceDelete = false;
        hasLink = false;
        canDelete = false;
        callsign = null;
        endpoint = null;
        linkUid = null;
        if (!dests.isEmpty()) {
            dests.clear();
        }
        if (!flowTags.isEmpty()) {
            flowTags.clear();
        }
    }

    /**
     * Takes an element that stands directly in the detail. Answers whether it could be understood and keeps the rules.
     *
     * @param index where its tag begins
     * @param behind the index behind its tag
     */
    boolean start(byte[] in, StartTag tag, int index, int behind) {
        if (tag.is(CONTACT)) {
            return contact(in, tag);
        }
        if (tag.is(LINK)) {
            return link(in, tag);
        }
        if (tag.is(MARTI)) {
            if (hasMarti) {
                return false;
            }
            hasMarti = true;
            inMarti = !tag.isEmpty();
            marks.marti(index, behind);
            return true;
        }
        if (tag.is(FLOW_TAGS)) {
            return flowTags(in, tag);
        }
        if (tag.is(FILE_SHARE) || tag.is(ACK_REQUEST)) {
            hasFile |= tag.is(FILE_SHARE);
            return keepsOwnRules(in, tag);
        }
        hasForceDelete |= tag.is(FORCE_DELETE);
        return true;
    }

    /**
     * Takes an element inside one of the detail.
     *
     * @param depth the depth of what it stands in, the event being 1
     */
    boolean startInner(byte[] in, StartTag tag, int depth) {
        return !inMarti || depth != MARTI_DEPTH || !tag.is(DEST) || dest(in, tag);
    }

    /** Takes the end of an element that stands directly in the detail. */
    void end(int behind) {
        if (inMarti) {
            inMarti = false;
            marks.marti(marks.martiFrom(), behind);
        }
    }

    /** Whether the detail as a whole keeps the rules. */
    boolean isRight(String eventType) {
        return !hasForceDelete || canDelete || !eventType.equals(EventSummary.DELETE_TYPE);
    }

    private boolean contact(byte[] in, StartTag tag) {
        if (hasContact) {
            return false;
        }
        hasContact = true;
        for (int i = 0; i < tag.attributes(); i++) {
            if (tag.is(i, CALLSIGN)) {
                callsign = text(in, tag, i);
                if (callsign == null) {
                    return false;
                }
            } else if (tag.is(i, ENDPOINT)) {
                endpoint = text(in, tag, i);
                if (endpoint == null) {
                    return false;
                }
                marks.endpoint(tag.valueFrom(i), tag.valueTo(i));
            }
        }
        return true;
    }

    private boolean link(byte[] in, StartTag tag) {
        if (hasLink) {
            return true;
        }
        hasLink = true;
        boolean hasType = false;
        boolean hasRelation = false;
        for (int i = 0; i < tag.attributes(); i++) {
            hasType |= tag.is(i, TYPE);
            hasRelation |= tag.is(i, RELATION);
            if (tag.is(i, UID)) {
                linkUid = text(in, tag, i);
                if (linkUid == null) {
                    return false;
                }
            }
        }
        canDelete = hasType && hasRelation && linkUid != null;
        return true;
    }

    private boolean flowTags(byte[] in, StartTag tag) {
        if (hasFlowTags) {
            return false;
        }
        hasFlowTags = true;
        marks.flowTags(tag.nameTo());
        for (int i = 0; i < tag.attributes(); i++) {
            String server = texts.get(in, tag.nameFrom(i), tag.nameTo(i));
            if (server != null) {
                flowTags.add(server);
            }
        }
        return true;
    }

    /** Of several names the first in the order of the kinds counts; one that names nobody is left out. */
    private boolean dest(byte[] in, StartTag tag) {
        int byCallsign = find(tag, CALLSIGN);
        int byUid = find(tag, UID);
        int byGroup = find(tag, GROUP);
        int byMission = find(tag, MISSION);
        int named = byCallsign >= 0 ? byCallsign : byUid >= 0 ? byUid : byGroup >= 0 ? byGroup : byMission;
        if (named < 0) {
            return true;
        }
        String value = text(in, tag, named);
        if (value == null) {
            return false;
        }
        Dest.Kind kind = named == byCallsign
                ? Dest.Kind.CALLSIGN
                : named == byUid ? Dest.Kind.UID : named == byGroup ? Dest.Kind.GROUP : Dest.Kind.MISSION;
        dests.add(new Dest(kind, value));
        return true;
    }

    private static int find(StartTag tag, XmlName name) {
        for (int i = 0; i < tag.attributes(); i++) {
            if (tag.is(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Files are rare enough to ask those who make the rules. */
    private static boolean keepsOwnRules(byte[] in, StartTag tag) {
        CotElement.Builder element = CotElement.named(ascii(in, tag.nameFrom(), tag.nameTo()));
        for (int i = 0; i < tag.attributes(); i++) {
            if (tag.hasBreaks(i)) {
                return false;
            }
            element.attribute(
                    ascii(in, tag.nameFrom(i), tag.nameTo(i)), XmlBytes.text(in, tag.valueFrom(i), tag.valueTo(i)));
        }
        return EventRules.isDetailElement(element.build());
    }

    private static String ascii(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The value; null if it has to be changed in a way that is left to the parser. */
    private @Nullable String text(byte[] in, StartTag tag, int attribute) {
        return tag.hasBreaks(attribute) ? null : texts.get(in, tag.valueFrom(attribute), tag.valueTo(attribute));
    }

    @Nullable
    String callsign() {
        return callsign;
    }

    @Nullable
    String endpoint() {
        return endpoint;
    }

    @Nullable
    String linkUid() {
        return linkUid;
    }

    boolean hasMarti() {
        return hasMarti;
    }

    boolean hasFile() {
        return hasFile;
    }

    /** Lent until the next event. */
    List<Dest> dests() {
        return dests.isEmpty() ? List.of() : dests;
    }

    /** Lent until the next event. */
    List<String> flowTags() {
        return flowTags.isEmpty() ? List.of() : flowTags;
    }
}
