package org.cotgateway.event;

import java.util.List;
import java.util.Optional;

/**
 * {@code _flow-tags_}: which servers an event has passed. Each has added an attribute with its own name and the time; a
 * server that finds its own name there drops the event, since it goes in a circle.
 *
 * @param servers the attributes' names, in document order
 */
public record FlowTags(List<String> servers) {

    public static final String NAME = "_flow-tags_";

    public FlowTags {
        servers = List.copyOf(servers);
    }

    /** Reads the element; it always is one. */
    public static Optional<FlowTags> from(CotElement element) {
        return Optional.of(new FlowTags(
                element.attributes().stream().map(CotAttribute::name).toList()));
    }
}
