package org.cotgateway.json;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;

/**
 * Finds in our JSON what {@link org.cotgateway.event.EventRules} names as {@code detail/link[2]@uid}: there it is {@code
 * /detail/4/attributes/uid}.
 */
final class DetailPointer {

    private static final Pattern NUMBERED = Pattern.compile("(.*)\\[([1-9][0-9]{0,8})]", Pattern.DOTALL);

    private DetailPointer() {}

    /**
     * The pointer.
     *
     * @param fields the fields of the object that the first elements of the detail stand for, as pointers
     * @param array where the array with the other elements is
     */
    static String of(String field, CotDetail detail, List<String> fields, String array) {
        int at = field.indexOf('@');
        String[] steps = (at < 0 ? field : field.substring(0, at)).split("/", -1);
        List<CotNode> nodes = detail.nodes();
        String pointer = array;
        for (int i = 1; i < steps.length; i++) {
            int index = indexOf(steps[i], nodes);
            if (index < 0) {
                return pointer;
            }
            if (i == 1 && index < fields.size()) {
                return fields.get(index);
            }
            pointer = i == 1 ? array + "/" + (index - fields.size()) : pointer + "/children/" + (index - lead(nodes));
            nodes = ((CotElement) nodes.get(index)).children();
        }
        return at < 0 ? pointer : pointer + "/attributes/" + escaped(field.substring(at + 1));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** A text that stands first is the element's {@code text} and not among its children. */
    private static int lead(List<CotNode> nodes) {
        return nodes.get(0) instanceof CotText ? 1 : 0;
    }

    /** The index of the element that a step names: {@code link}, or {@code link[2]} for the second one. */
    private static int indexOf(String step, List<CotNode> nodes) {
        Matcher numbered = NUMBERED.matcher(step);
        boolean isNumbered = numbered.matches();
        String name = isNumbered ? numbered.group(1) : step;
        int wanted = isNumbered ? Integer.parseInt(numbered.group(2)) : 1;
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof CotElement element && element.name().equals(name) && --wanted == 0) {
                return i;
            }
        }
        return -1;
    }
}
