package org.cotgateway.hub;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.Listener;

/**
 * What new settings changed, each as its kind and name, such as {@code listener screens}.
 *
 * @param added what began
 * @param removed what ended
 * @param changed what goes on in another way
 * @param failed what should have begun and did not, with the reason; it is tried again with the next settings
 * @param fixed settings that differ and hold only from the next start on
 */
public record HubChange(
        List<String> added, List<String> removed, List<String> changed, List<String> failed, List<String> fixed) {

    public HubChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
        failed = List.copyOf(failed);
        fixed = List.copyOf(fixed);
    }

    static HubChange between(
            HubSettings before,
            HubSettings after,
            Difference<Listener> listeners,
            Difference<EndpointReceiver> endpoints,
            List<String> failed) {
        List<String> changed = named(listeners.changed(), endpoints.changed());
        if (!before.clients().equals(after.clients())) {
            changed.add("client rules");
        }
        List<String> fixed = new ArrayList<>();
        addIf(before.flowTags() != after.flowTags(), "flowTags", fixed);
        addIf(!before.sameUidGap().equals(after.sameUidGap()), "sameUidGap", fixed);
        addIf(before.maxContacts() != after.maxContacts(), "maxContacts", fixed);
        addIf(!before.dialledTls().equals(after.dialledTls()), "dialledTls", fixed);
        return new HubChange(
                named(listeners.added(), endpoints.added()),
                named(listeners.removed(), endpoints.removed()),
                changed,
                failed,
                fixed);
    }

    /** The same, and this has changed, too. */
    public HubChange withChanged(String name) {
        List<String> more = new ArrayList<>(changed);
        more.add(name);
        return new HubChange(added, removed, more, failed, fixed);
    }

    /** This and what another change changed. */
    public HubChange with(HubChange other) {
        return new HubChange(
                both(added, other.added),
                both(removed, other.removed),
                both(changed, other.changed),
                both(failed, other.failed),
                both(fixed, other.fixed));
    }

    private static List<String> both(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /** One line: {@code added listener a; changed endpoint b}, or {@code nothing changed}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        addPart("added ", added, parts);
        addPart("removed ", removed, parts);
        addPart("changed ", changed, parts);
        addPart("failed ", failed, parts);
        return parts.isEmpty() ? "nothing changed" : String.join("; ", parts);
    }

    private static void addPart(String what, List<String> names, List<String> parts) {
        if (!names.isEmpty()) {
            parts.add(what + String.join(", ", names));
        }
    }

    private static List<String> named(List<String> listeners, List<String> endpoints) {
        List<String> labels = new ArrayList<>();
        listeners.forEach(name -> labels.add("listener " + name));
        endpoints.forEach(name -> labels.add("endpoint " + name));
        return labels;
    }

    private static void addIf(boolean differs, String name, List<String> fixed) {
        if (differs) {
            fixed.add(name);
        }
    }
}
