package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;

/** Writes events as TAK Protocol v1, for tests, and makes events for which that is of interest. */
final class Payloads {

    private Payloads() {}

    static byte[] write(CotEvent event) {
        ByteBuf out = Documents.UNRECORDED.directBuffer(16);
        try {
            TakWriter.INSTANCE.write(event, out);
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }

    /** The event with the only version that TAK Protocol has. */
    static CotEvent withVersion2(CotEvent event) {
        return with(event, event.detail());
    }

    /** The event with elements among its own that have messages, or nearly. */
    static CotEvent withTypedElements(CotEvent event, Random random) {
        List<CotNode> nodes = new ArrayList<>(
                random.nextBoolean() ? List.of() : event.detail().nodes());
        for (int i = random.nextInt(7); i > 0; i--) {
            nodes.add(random.nextInt(nodes.size() + 1), nearlyTyped(random));
        }
        return with(event, nodes.isEmpty() ? CotDetail.EMPTY : new CotDetail(nodes));
    }

    private static CotEvent with(CotEvent event, CotDetail detail) {
        return new CotEvent(
                CotEvent.VERSION,
                event.uid(),
                event.type(),
                event.how(),
                event.timeMs(),
                event.startMs(),
                event.staleMs(),
                event.access(),
                event.qos(),
                event.opex(),
                event.caveat(),
                event.releasableTo(),
                event.point(),
                detail);
    }

    private static CotElement nearlyTyped(Random random) {
        TakElement element = TakElement.values()[random.nextInt(TakElement.values().length)];
        List<CotAttribute> attributes = new ArrayList<>();
        for (int field = 1; field <= element.attributes(); field++) {
            if (random.nextInt(12) > 0) {
                attributes.add(new CotAttribute(element.attribute(field), value(element, random)));
            }
        }
        if (random.nextInt(8) == 0) {
            attributes.add(new CotAttribute("phone", "+49 89"));
        }
        Collections.shuffle(attributes, random);
        CotElement.Builder built = CotElement.named(element.elementName());
        attributes.forEach(attribute -> built.attribute(attribute.name(), attribute.value()));
        if (random.nextInt(12) == 0) {
            built.text("text");
        }
        return built.build();
    }

    private static String value(TakElement element, Random random) {
        if (random.nextInt(12) == 0) {
            String oddNumber = element.value() == TakElement.Value.UINT32 ? "007" : "4294967296";
            return List.of("", " ", "-1", oddNumber, "NaN", "1e999", "x").get(random.nextInt(7));
        }
        return switch (element.value()) {
            case TEXT -> "\u00E4 & <" + "x".repeat(random.nextInt(60) * random.nextInt(5));
            case UINT32 -> List.of("0", "1", "127", "128", "4294967295").get(random.nextInt(5));
            case DOUBLE ->
                List.of("0", "-0", "1.5", "359.99", "0.0000001", "88.41667175292969")
                        .get(random.nextInt(6));
        };
    }
}
