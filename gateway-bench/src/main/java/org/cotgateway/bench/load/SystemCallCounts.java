package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * System calls that were counted.
 *
 * @param byName how often each, the most frequent first
 * @param deliveries what they were made for
 */
record SystemCallCounts(Map<String, Long> byName, long deliveries) {

    private static final String TOTAL = "total";

    /** Less for a delivery is not worth a word. */
    private static final double LEAST_TOLD = 0.005;

    /** What strace's summary says: a count and a name on each line, the total on the last. */
    static SystemCallCounts of(List<String> summary, long deliveries) throws IOException {
        Map<String, Long> byName = new LinkedHashMap<>();
        for (String line : summary) {
            String[] fields = line.strip().split(" +");
            if (fields.length == 2 && fields[0].matches("\\d+")) {
                byName.put(fields[1], Long.valueOf(fields[0]));
            }
        }
        if (byName.remove(TOTAL) == null) {
            throw new IOException("strace has no total: " + summary);
        }
        return new SystemCallCounts(byName, deliveries);
    }

    /** How many there are for one of them. */
    double perDelivery() {
        return (double) byName.values().stream().mapToLong(Long::longValue).sum() / deliveries;
    }

    /** Those that a delivery takes, in words: {@code send 1.00, epoll_wait 0.05}. */
    String names() {
        return byName.entrySet().stream()
                .filter(call -> call.getValue() >= LEAST_TOLD * deliveries)
                .map(call ->
                        String.format(Locale.ROOT, "%s %.2f", call.getKey(), (double) call.getValue() / deliveries))
                .collect(Collectors.joining(", "));
    }
}
