package org.cotgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnseenEventsTest {

    @ParameterizedTest
    @EnumSource(SampleEvents.Kind.class)
    void copiesAreTheSameEventsMadeOfNewObjects(SampleEvents.Kind kind) {
        List<CotEvent> events = SampleEvents.of(kind, SampleEvents.USUAL_COUNT);

        List<CotEvent> copies = UnseenEvents.copies(events);

        assertThat(copies).isEqualTo(events);
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.addAll(parts(events));
        assertThat(parts(copies)).noneMatch(seen::contains);
    }

    @Test
    void eachInvocationGetsNewOnes() {
        UnseenEvents unseen = new UnseenEvents();
        unseen.make();
        unseen.copy();
        List<CotEvent> first = unseen.events();

        unseen.copy();

        assertThat(unseen.events()).hasSize(SampleEvents.USUAL_COUNT).isEqualTo(first);
        assertThat(unseen.events().get(0)).isNotSameAs(first.get(0));
    }

    /** All objects that may remember something of what is in them. */
    private static List<Object> parts(List<CotEvent> events) {
        List<Object> parts = new ArrayList<>();
        for (CotEvent event : events) {
            parts.add(event);
            parts.add(event.detail());
            add(event.detail().toElement(), parts);
        }
        return parts;
    }

    private static void add(CotNode node, List<Object> parts) {
        parts.add(node);
        if (node instanceof CotElement element) {
            parts.addAll(element.attributes());
            element.children().forEach(child -> add(child, parts));
        }
    }
}
