package org.cotgateway.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link EventRules} that looks into the detail: that it can be written as XML at all, and that the elements
 * which make ATAK act have everything that it wants.
 */
final class DetailRules {

    private static final String FORCE_DELETE = "__forcedelete";
    private static final String DELETE_TYPE = "t-x-d-d";

    private static final String DECLARATION = "xmlns:";
    private static final Set<String> ALWAYS_DECLARED = Set.of("", "xml", "xmlns");

    /** The event is 1 and its detail 2. */
    private static final int FIRST_DEPTH = 3;

    private static final List<String> FILE_SHARE_ATTRIBUTES =
            List.of("filename", "senderUrl", "sizeInBytes", "sha256", "senderUid", "senderCallsign", "name");
    private static final List<String> ACK_REQUEST_ATTRIBUTES = List.of("uid", "ackrequested");
    private static final List<String> DELETE_LINK_ATTRIBUTES = List.of("uid", "relation", "type");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern HTTP_URL = Pattern.compile("https?://[^\\s/?#]+.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOOLEAN = Pattern.compile("true|false");

    private final List<Violation> violations;
    /** What the elements declare in which the walk stands. */
    private final List<String> prefixes = new ArrayList<>();

    private boolean tooDeepReported;

    DetailRules(List<Violation> violations) {
        this.violations = violations;
    }

    void check(String eventType, CotDetail detail) {
        checkNodes(CotDetail.NAME, detail.nodes(), FIRST_DEPTH);
        checkDelete(eventType, detail);
    }

    static void checkCharacters(String field, String value, List<Violation> found) {
        int at = XmlChars.firstForbidden(value);
        if (at >= 0) {
            String code = String.format("U+%04X", (int) value.charAt(at));
            String kind = Character.isSurrogate(value.charAt(at)) ? "the lone surrogate " : "the character ";
            found.add(Violation.of(field, value, "must not contain " + kind + code));
        }
    }

    private void checkNodes(String parent, List<CotNode> nodes, int depth) {
        Map<String, Integer> seen = new HashMap<>();
        for (CotNode node : nodes) {
            if (node instanceof CotText run) {
                if (!run.isPlain()) {
                    checkCharacters(parent, run.text(), violations);
                }
            } else if (node instanceof CotElement element) {
                int ordinal = seen.merge(element.name(), 1, Integer::sum);
                String field = parent + "/" + element.name() + (ordinal == 1 ? "" : "[" + ordinal + "]");
                checkElement(field, element, depth);
            }
        }
    }

    private void checkElement(String field, CotElement element, int depth) {
        if (depth > EventRules.MAX_DEPTH) {
            // Once is enough, and going on would let a document choose how deep our stack grows.
            if (!tooDeepReported) {
                tooDeepReported = true;
                violate(
                        CotDetail.NAME,
                        null,
                        "must not nest deeper than " + EventRules.MAX_DEPTH + ", the event being 1");
            }
            return;
        }
        int outerPrefixes = prefixes.size();
        for (CotAttribute attribute : element.attributes()) {
            if (attribute.name().startsWith(DECLARATION)) {
                prefixes.add(attribute.name().substring(DECLARATION.length()));
            }
        }
        checkName(field, element.name());
        Set<String> names = new HashSet<>();
        for (CotAttribute attribute : element.attributes()) {
            String attributeField = field + "@" + attribute.name();
            checkName(attributeField, attribute.name());
            if (!attribute.isPlain()) {
                checkCharacters(attributeField, attribute.value(), violations);
            }
            if (!names.add(attribute.name())) {
                violate(attributeField, attribute.value(), "must stand only once in its element");
            }
        }
        if (depth == FIRST_DEPTH) {
            checkOwnRules(field, element);
        }
        checkNodes(field, element.children(), depth + 1);
        prefixes.subList(outerPrefixes, prefixes.size()).clear();
    }

    /** The rules that there are for a direct child of the detail because of its name. */
    void checkOwnRules(String field, CotElement element) {
        switch (element.name()) {
            case FileShare.NAME -> checkFileShare(field, element);
            case AckRequest.NAME -> checkAckRequest(field, element);
            default -> {} // no rules of its own
        }
    }

    private void checkName(String field, String name) {
        if (!XmlChars.isName(name)) {
            violate(field, name, "must be an XML name");
            return;
        }
        int colon = name.indexOf(':');
        String prefix = colon < 0 ? "" : name.substring(0, colon);
        if (!ALWAYS_DECLARED.contains(prefix) && !prefixes.contains(prefix)) {
            violate(field, name, "must have its prefix declared by " + DECLARATION + prefix);
        }
    }

    private void checkFileShare(String field, CotElement fileShare) {
        requireAll(field, fileShare, FILE_SHARE_ATTRIBUTES, "ATAK ignores the file without it");
        checkForm(field, fileShare, "sizeInBytes", WHOLE_NUMBER, "must be a whole number of bytes");
        checkForm(field, fileShare, "sha256", SHA_256, "must be 64 hexadecimal digits");
        checkForm(field, fileShare, "senderUrl", HTTP_URL, "must be an http or https URL");
    }

    private void checkAckRequest(String field, CotElement ackRequest) {
        requireAll(field, ackRequest, ACK_REQUEST_ATTRIBUTES, "ATAK ignores the file without it");
        checkForm(field, ackRequest, "ackrequested", BOOLEAN, "must be true or false");
    }

    private void checkDelete(String eventType, CotDetail detail) {
        if (!eventType.equals(DELETE_TYPE) || detail.element(FORCE_DELETE).isEmpty()) {
            return;
        }
        CotElement link = detail.element(Link.NAME)
                .orElseGet(() -> CotElement.named(Link.NAME).build());
        requireAll(CotDetail.NAME + "/" + Link.NAME, link, DELETE_LINK_ATTRIBUTES, "ATAK deletes nothing without it");
    }

    private void requireAll(String field, CotElement element, List<String> names, String consequence) {
        for (String name : names) {
            if (element.attribute(name) == null) {
                violate(field + "@" + name, null, "must be there: " + consequence);
            }
        }
    }

    private void checkForm(String field, CotElement element, String name, Pattern form, String rule) {
        String value = element.attribute(name);
        if (value != null && !form.matcher(value).matches()) {
            violate(field + "@" + name, value, rule);
        }
    }

    private void violate(String field, @Nullable String value, String rule) {
        violations.add(Violation.of(field, value, rule));
    }
}
