package org.cotgateway.json;

import com.fasterxml.jackson.core.JacksonException;
import java.util.regex.Pattern;

/** Why Jackson takes something for no JSON, in words for whoever sent it. Any thread. */
public final class JsonFault {

    /** Where the bracket stands that lacks its end, told as a place in a source that is not told. */
    private static final Pattern SOURCE = Pattern.compile(" at \\[Source: [^\\]]*line: (\\d+), column: (\\d+)]");

    /** The same with what it belongs to, whether the source is told or not. */
    private static final Pattern PLACE =
            Pattern.compile(" \\((?:for \\w+ starting|start marker) at \\[Source: .*?](?:\\)|$)");

    private JsonFault() {}

    /** The same as {@link #text} without where a bracket stands: for parts of a document, whose places are told otherwise. */
    public static String withoutPlace(JacksonException noJson) {
        String message = noJson.getOriginalMessage();
        return message == null ? text(noJson) : firstLine(PLACE.matcher(message).replaceAll(""));
    }

    /** Its message in one line, without what Jackson says of itself. */
    public static String text(JacksonException noJson) {
        String message = noJson.getOriginalMessage();
        return message == null
                ? noJson.getClass().getSimpleName()
                : firstLine(SOURCE.matcher(message).replaceAll(" in line $1, column $2"));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
