package org.cotgateway.cli;

import java.util.List;
import java.util.Map;
import org.cotgateway.event.Violation;

/** What is wrong with an event that was made from options, in the words of whoever gave them. */
final class OptionNames {

    private OptionNames() {}

    /**
     * These violations, each under the name of the option that set its field.
     *
     * @param options by field; one that is not there keeps its name
     */
    static List<Violation> of(List<Violation> violations, Map<String, String> options) {
        return violations.stream()
                .map(each -> each.in(options.getOrDefault(each.field(), each.field())))
                .toList();
    }
}
