package org.cotgateway.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What lies between two lists of things with names. Immutable.
 *
 * @param closed those of the first list that end
 * @param opened those of the second list that begin
 * @param kept those of the second list that go on, whether or not something about them changes
 * @param added the names that are new
 * @param removed the names that are gone
 * @param changed the names that stand for something else now
 */
record Difference<T>(
        List<T> closed, List<T> opened, List<T> kept, List<String> added, List<String> removed, List<String> changed) {

    /** @param goesOn whether what has a name can go on as the other that has it now */
    static <T> Difference<T> of(List<T> before, List<T> after, Function<T, String> name, BiPredicate<T, T> goesOn) {
        Map<String, T> left = new LinkedHashMap<>();
        before.forEach(each -> left.put(name.apply(each), each));
        List<T> closed = new ArrayList<>();
        List<T> opened = new ArrayList<>();
        List<T> kept = new ArrayList<>();
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (T each : after) {
            T old = left.remove(name.apply(each));
            if (old == null) {
                added.add(name.apply(each));
                opened.add(each);
                continue;
            }
            if (!old.equals(each)) {
                changed.add(name.apply(each));
            }
            if (goesOn.test(old, each)) {
                kept.add(each);
            } else {
                closed.add(old);
                opened.add(each);
            }
        }
        closed.addAll(left.values());
        return new Difference<>(closed, opened, kept, added, List.copyOf(left.keySet()), changed);
    }
}
