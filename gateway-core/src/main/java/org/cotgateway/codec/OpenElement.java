package org.cotgateway.codec;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;
import org.jspecify.annotations.Nullable;

/** An element of the detail, or the detail itself, whose end has not been read yet. Used again for its later siblings. */
final class OpenElement {

    private final List<CotAttribute> attributes = new ArrayList<>();
    private final List<CotNode> children = new ArrayList<>();
    private String name = "";
    /** A run of text comes in one part mostly; only then there is no need to join any. */
    private @Nullable String text;

    private @Nullable StringBuilder joined;

    void begin(String elementName) {
        name = elementName;
        attributes.clear();
        children.clear();
        text = null;
        joined = null;
    }

    String name() {
        return name;
    }

    List<CotNode> children() {
        return children;
    }

    void addAttribute(String attributeName, String value) {
        attributes.add(new CotAttribute(attributeName, value));
    }

    void addChild(CotElement child) {
        children.add(child);
    }

    void addText(String part) {
        if (text == null) {
            text = part;
        } else {
            if (joined == null) {
                joined = new StringBuilder(text);
            }
            joined.append(part);
        }
    }

    int textChars() {
        return joined != null ? joined.length() : text != null ? text.length() : 0;
    }

    /** Ends a run of text: what stands between two elements. */
    void endText(boolean dropWhiteSpace) {
        if (text == null) {
            return;
        }
        String run = joined != null ? joined.toString() : text;
        text = null;
        joined = null;
        if (!run.isEmpty() && !(dropWhiteSpace && isWhiteSpace(run))) {
            children.add(new CotText(run));
        }
    }

    CotElement toElement() {
        return new CotElement(name, attributes, children);
    }

    private static boolean isWhiteSpace(String run) {
        for (int i = 0; i < run.length(); i++) {
            if (run.charAt(i) > ' ') {
                return false;
            }
        }
        return true;
    }
}
