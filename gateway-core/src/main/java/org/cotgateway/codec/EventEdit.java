package org.cotgateway.codec;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.FlowTags;
import org.cotgateway.event.Marti;

/**
 * Makes an edition of an event that has been read: the way for events of our own, for those of TAK Protocol v1 and for
 * those that {@link XmlCut} is not made for. Stateless; any thread.
 */
final class EventEdit {

    /** What stands for "through the server" in a contact's endpoint. */
    static final String THROUGH_THE_SERVER = "*:-1:stcp";

    private final String flowTag;

    /** @param flowTag our own name in {@code _flow-tags_} */
    EventEdit(String flowTag) {
        this.flowTag = flowTag;
    }

    /**
     * An edition of the event.
     *
     * @param nowMs what the flow tag says, in milliseconds since 1970
     */
    CotEvent edition(CotEvent event, Edition edition, long nowMs) {
        if (edition == Edition.WHOLE) {
            return event;
        }
        List<CotNode> nodes = new ArrayList<>(event.detail().nodes().size() + 1);
        boolean tagged = edition != Edition.SERVER;
        for (CotNode node : event.detail().nodes()) {
            if (!(node instanceof CotElement element)) {
                nodes.add(node);
            } else if (element.name().equals(FlowTags.NAME) && !tagged) {
                nodes.add(tagged(element, nowMs));
                tagged = true;
            } else if (element.name().equals(Contact.NAME) && edition == Edition.CLIENT) {
                nodes.add(throughTheServer(element));
            } else if (!element.name().equals(Marti.NAME)) {
                nodes.add(element);
            }
        }
        if (!tagged) {
            nodes.add(tagged(new CotElement(FlowTags.NAME, List.of(), List.of()), nowMs));
        }
        return event.toBuilder().detail(new CotDetail(nodes)).build();
    }

    private CotElement tagged(CotElement flowTags, long nowMs) {
        List<CotAttribute> attributes = new ArrayList<>(flowTags.attributes());
        attributes.removeIf(attribute -> attribute.name().equals(flowTag));
        attributes.add(0, new CotAttribute(flowTag, text(nowMs)));
        return new CotElement(flowTags.name(), attributes, flowTags.children());
    }

    private static CotElement throughTheServer(CotElement contact) {
        List<CotAttribute> attributes = new ArrayList<>(contact.attributes());
        attributes.replaceAll(attribute ->
                attribute.name().equals("endpoint") ? new CotAttribute("endpoint", THROUGH_THE_SERVER) : attribute);
        return new CotElement(contact.name(), attributes, contact.children());
    }

    private static String text(long ms) {
        Draft draft = Draft.ofThread();
        return draft.text(0, CotTime.append(ms, draft, 0));
    }
}
