package org.cotgateway.bench;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Events that nobody has looked at before, neither the rules nor a writer: a set of copies for each invocation. Events,
 * attributes and texts keep what was once found out about them, so whoever goes through one set over and over looks at each but
 * once, and what that costs is in none of the later passes.
 *
 * <p>An invocation is a whole set, so that making the copies, of which JMH does not take the time, comes between sets and
 * not between events. What JMH says of garbage has the copies in it.
 */
@State(Scope.Thread)
public class UnseenEvents {

    /** What the events are about: as the benchmark's own parameter, since JMH gives parameters of one name one value. */
    @Param({"TYPICAL", "MINIMAL", "DETAIL_4KB", "CHAT"})
    public SampleEvents.Kind kind = SampleEvents.Kind.TYPICAL;

    private List<CotEvent> originals = List.of();
    private List<CotEvent> copies = List.of();

    @Setup
    public void make() {
        originals = SampleEvents.of(kind, SampleEvents.USUAL_COUNT);
    }

    @Setup(Level.Invocation)
    public void copy() {
        copies = copies(originals);
    }

    /** Those of this invocation, {@link SampleEvents#USUAL_COUNT} of them. */
    public List<CotEvent> events() {
        return copies;
    }

    /** The same events with not one object of theirs but Strings and points, which remember nothing of what is looked for. */
    static List<CotEvent> copies(List<CotEvent> events) {
        List<CotEvent> copies = new ArrayList<>(events.size());
        for (CotEvent event : events) {
            copies.add(copy(event));
        }
        return copies;
    }

    private static CotEvent copy(CotEvent event) {
        return new CotEvent(
                event.version(),
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
                new CotDetail(copy(event.detail().nodes())));
    }

    private static List<CotNode> copy(List<CotNode> nodes) {
        List<CotNode> copies = new ArrayList<>(nodes.size());
        for (CotNode node : nodes) {
            copies.add(node instanceof CotElement element ? copy(element) : new CotText(((CotText) node).text()));
        }
        return copies;
    }

    private static CotElement copy(CotElement element) {
        List<CotAttribute> attributes = new ArrayList<>(element.attributeCount());
        for (CotAttribute attribute : element.attributes()) {
            attributes.add(new CotAttribute(attribute.name(), attribute.value()));
        }
        return new CotElement(element.name(), attributes, copy(element.children()));
    }
}
