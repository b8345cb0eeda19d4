package org.cotgateway.push;

import org.cotgateway.datapackage.Attachment;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;

/** About how many bytes of memory a push takes as long as it is remembered: rather too many than too few. */
final class PushWeight {

    /** What one device behind an endpoint adds by its receipt. */
    static final int DEVICE_BYTES = 400;

    private static final int PUSH_BYTES = 2_000;
    private static final int DELIVERY_BYTES = 1_000;
    private static final int ATTACHMENT_BYTES = 300;
    private static final int OBJECT_BYTES = 60;
    private static final int CHAR_BYTES = 2;

    private PushWeight() {}

    /** Of a push that nobody has answered yet. */
    static long of(PushRequest request) {
        return withoutDeliveries(request)
                + (long) DELIVERY_BYTES * request.endpoints().size();
    }

    /** Of the event, the names of files, and what else there is once for all endpoints. */
    static long withoutDeliveries(PushRequest request) {
        long bytes = PUSH_BYTES;
        for (Attachment attachment : request.attachments()) {
            bytes += ATTACHMENT_BYTES
                    + (long) CHAR_BYTES * attachment.file().toString().length();
        }
        for (CotNode node : request.event().detail().nodes()) {
            bytes += of(node);
        }
        return bytes;
    }

    private static long of(CotNode node) {
        if (node instanceof CotText run) {
            return of(run.text());
        }
        CotElement element = (CotElement) node;
        long bytes = of(element.name());
        for (CotAttribute attribute : element.attributes()) {
            bytes += of(attribute.name()) + of(attribute.value());
        }
        for (CotNode child : element.children()) {
            bytes += of(child);
        }
        return bytes;
    }

    private static long of(String text) {
        return OBJECT_BYTES + (long) CHAR_BYTES * text.length();
    }
}
