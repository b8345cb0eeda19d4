package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.FlowTags;
import org.cotgateway.event.Marti;
import org.jspecify.annotations.Nullable;

/**
 * Makes the images of one gateway's events and their editions. Loop-only, apart from the constructor.
 */
public final class EventImages {

    /** What stands for "through the server" in a contact's endpoint. */
    private static final String THROUGH_THE_SERVER = "*:-1:stcp";

    private static final int TYPICAL_BYTES = 1_024;

    private final ByteBufAllocator allocator;
    private final String flowTag;
    private final InstantSource clock;
    private final CotXmlReader reader;

    /**
     * @param flowTag this gateway's own name in {@code _flow-tags_}; an XML name
     * @param limits of the events that images are made of
     */
    public EventImages(ByteBufAllocator allocator, String flowTag, InstantSource clock, XmlLimits limits) {
        this.allocator = allocator;
        this.flowTag = flowTag;
        this.clock = clock;
        this.reader = new CotXmlReader(limits);
    }

    /** This gateway's own name in {@code _flow-tags_}. */
    public String flowTag() {
        return flowTag;
    }

    /**
     * The image of an event that came as XML.
     *
     * @param xml the event's bytes; lent, a reference of their own is taken
     * @param event the whole event, if it has been read; else it is read when it is needed
     */
    public EventImage received(ByteBuf xml, EventSummary summary, @Nullable CotEvent event) {
        return new EventImage(this, summary, event, xml.retainedSlice(), false);
    }

    /**
     * The image of an event that came as TAK Protocol v1.
     *
     * @param payload the message, without header; lent, a reference of its own is taken. It must hold nothing but the
     *     event: one with a {@link TakControl}, which the peer says of itself, goes out by {@link #of}
     * @param event what was read of it
     */
    public EventImage receivedTak(ByteBuf payload, CotEvent event) {
        return new EventImage(this, EventSummary.of(event), event, payload.retainedSlice(), true);
    }

    /** The image of an event of our own. */
    public EventImage of(CotEvent event) {
        return new EventImage(this, EventSummary.of(event), event, null, false);
    }

    CotEvent read(ByteBuf xml) {
        CotEvent event = reader.read(xml).event();
        if (event == null) {
            throw new IllegalStateException("what was read once cannot be read again");
        }
        return event;
    }

    ByteBuf copy(ByteBuf bytes) {
        return allocator
                .directBuffer(bytes.readableBytes())
                .writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    /** The edition with the fewest changes that is the same for such an event. */
    Edition needed(Edition edition, EventSummary summary) {
        return switch (edition) {
            case WHOLE -> Edition.WHOLE;
            case PLAIN -> summary.hasMarti() ? Edition.PLAIN : Edition.WHOLE;
            case CLIENT ->
                summary.endpoint() != null && !summary.endpoint().equals(THROUGH_THE_SERVER)
                        ? Edition.CLIENT
                        : needed(Edition.PLAIN, summary);
            case SERVER -> Edition.SERVER;
        };
    }

    /** Makes a form of an event that it does not have yet; the caller's to release. */
    ByteBuf make(EventImage image, WireProtocol protocol, Edition edition) {
        ByteBuf payload = image.takPayload();
        if (payload != null && edition == Edition.WHOLE && protocol != WireProtocol.XML) {
            return framed(payload, protocol);
        }
        CotEvent event = edition == Edition.WHOLE ? image.event() : edit(image.event(), edition);
        ByteBuf made = allocator.directBuffer(TYPICAL_BYTES);
        try {
            switch (protocol) {
                case XML -> CotXmlWriter.INSTANCE.write(event, made);
                case TAK_STREAM -> TakWriter.INSTANCE.writeStreamFrame(event, made);
                case TAK_MESH -> TakWriter.INSTANCE.writeMeshMessage(event, made);
            }
            return made;
        } catch (IllegalArgumentException unwritable) {
            made.release();
            throw unwritable;
        }
    }

    private ByteBuf framed(ByteBuf payload, WireProtocol protocol) {
        int bytes = payload.readableBytes();
        ByteBuf made;
        if (protocol == WireProtocol.TAK_STREAM) {
            made = allocator.directBuffer(TakFraming.streamHeaderBytes(bytes) + bytes);
            TakFraming.writeStreamHeader(bytes, made);
        } else {
            made = allocator.directBuffer(TakFraming.MESH_HEADER_BYTES + bytes);
            TakFraming.writeMeshHeader(made);
        }
        return made.writeBytes(payload, payload.readerIndex(), bytes);
    }

    private CotEvent edit(CotEvent event, Edition edition) {
        List<CotNode> nodes = new ArrayList<>(event.detail().nodes().size() + 1);
        boolean tagged = edition != Edition.SERVER;
        for (CotNode node : event.detail().nodes()) {
            if (!(node instanceof CotElement element)) {
                nodes.add(node);
            } else if (element.name().equals(FlowTags.NAME) && !tagged) {
                nodes.add(with(element, flowTag, clock.instant().toString()));
                tagged = true;
            } else if (element.name().equals(Contact.NAME)
                    && edition == Edition.CLIENT
                    && element.attribute("endpoint") != null) {
                nodes.add(with(element, "endpoint", THROUGH_THE_SERVER));
            } else if (!element.name().equals(Marti.NAME)) {
                nodes.add(element);
            }
        }
        if (!tagged) {
            Instant now = clock.instant();
            nodes.add(CotElement.named(FlowTags.NAME)
                    .attribute(flowTag, now.toString())
                    .build());
        }
        return event.toBuilder().detail(new CotDetail(nodes)).build();
    }

    /** The element with that attribute, in its place if it was there. */
    private static CotElement with(CotElement element, String name, String value) {
        List<CotAttribute> attributes = new ArrayList<>(element.attributes());
        attributes.removeIf(attribute -> attribute.name().equals(name));
        attributes.add(new CotAttribute(name, value));
        return new CotElement(element.name(), attributes, element.children());
    }
}
