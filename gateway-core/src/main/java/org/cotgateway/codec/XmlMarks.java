package org.cotgateway.codec;

/**
 * Where an event's bytes are cut to change it without writing it anew. All are indices counted from the event's first byte;
 * 0 stands for what the event does not have. Filled again for every event: take a {@link #copy} to keep it.
 */
public final class XmlMarks {

    /** In what form the event has a detail. */
    public enum DetailForm {
        /** {@code <detail>...</detail>}. */
        WITH_CONTENT,
        /** {@code <detail/>}. */
        EMPTY_TAG,
        /** The event has none. */
        NONE
    }

    private int martiFrom;
    private int martiTo;
    private int endpointFrom;
    private int endpointTo;
    private int flowTags;
    private int detailEnd;
    private DetailForm detailForm = DetailForm.NONE;

    XmlMarks() {}

    void clear() {
        martiFrom = 0;
        martiTo = 0;
        endpointFrom = 0;
        endpointTo = 0;
        flowTags = 0;
        detailEnd = 0;
        detailForm = DetailForm.NONE;
    }

    void marti(int from, int to) {
        martiFrom = from;
        martiTo = to;
    }

    void endpoint(int from, int to) {
        endpointFrom = from;
        endpointTo = to;
    }

    void flowTags(int index) {
        flowTags = index;
    }

    void detailEnd(int index, DetailForm form) {
        detailEnd = index;
        detailForm = form;
    }

    /** Where {@code <marti} begins; 0 if there is none. */
    public int martiFrom() {
        return martiFrom;
    }

    /** The index behind {@code </marti>}. */
    public int martiTo() {
        return martiTo;
    }

    /** Where the value of {@code contact@endpoint} begins, behind the quote; 0 if there is none. */
    public int endpointFrom() {
        return endpointFrom;
    }

    /** The index behind that value, where the quote stands. */
    public int endpointTo() {
        return endpointTo;
    }

    /** The index behind {@code <_flow-tags_}, where {@code  name="value"} can be put; 0 if there is none. */
    public int flowTags() {
        return flowTags;
    }

    /**
     * Where an element can be put into the detail. The {@code <} of {@code </detail>}; of an empty tag the {@code />}, whose
     * two bytes give way to {@code >}, the element and {@code </detail>}; without a detail the {@code <} of {@code
     * </event>}, where the element goes with a detail around it.
     */
    public int detailEnd() {
        return detailEnd;
    }

    public DetailForm detailForm() {
        return detailForm;
    }

    /** These marks for keeping. */
    public XmlMarks copy() {
        XmlMarks copy = new XmlMarks();
        copy.marti(martiFrom, martiTo);
        copy.endpoint(endpointFrom, endpointTo);
        copy.flowTags(flowTags);
        copy.detailEnd(detailEnd, detailForm);
        return copy;
    }
}
