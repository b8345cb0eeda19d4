package org.cotgateway.codec;

import java.util.HashSet;
import java.util.Set;
import org.cotgateway.codec.KnownNames.KnownName;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the names that documents use. The parser's table of names is shared by all documents that one factory
 * reads, never forgets, and becomes slow when somebody makes up names whose hashes meet; so a document may not have many
 * names that nobody has heard of, and after some number of them the factory is to be replaced.
 */
final class NameCensus {

    /** What the oddest of real events is far from. */
    static final int MAX_DIFFERENT = 512;

    private int unknownInDocument;
    private int unknown;
    private final Set<String> different = new HashSet<>();
    private @Nullable String invalid;

    /** Begins a document. Answers whether the names seen so far are enough for one table. */
    boolean begin() {
        boolean enough = unknown > MAX_DIFFERENT;
        if (enough) {
            unknown = 0;
        }
        unknownInDocument = 0;
        invalid = null;
        if (!different.isEmpty()) {
            different.clear();
        }
        return enough;
    }

    /** The name, as the same String for all documents if it is a well-known one. */
    String canonical(String name) {
        KnownName known = KnownNames.find(name);
        if (known != null) {
            return known.name();
        }
        unknown++;
        unknownInDocument++;
        if (invalid == null && !XmlNames.isName(name)) {
            invalid = name;
        }
        // Counting alone tells nothing of repeated names, but it spares most documents the set.
        if (unknownInDocument > MAX_DIFFERENT && different.size() <= MAX_DIFFERENT) {
            different.add(name);
        }
        return name;
    }

    /** What is wrong with the document's names, or null. */
    @Nullable
    Violation complaint() {
        if (invalid != null) {
            return Violation.of("event", invalid, "must use names that are such in XML");
        }
        return different.size() > MAX_DIFFERENT
                ? Violation.of("event", null, "must not use more than " + MAX_DIFFERENT + " names of its own")
                : null;
    }
}
