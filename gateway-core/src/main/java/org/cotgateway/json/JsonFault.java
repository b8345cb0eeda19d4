package org.cotgateway.json;

import com.fasterxml.jackson.core.JacksonException;
import java.util.regex.Pattern;

/** Why Jackson takes something for no JSON, in words for whoever sent it. Any thread. */
public final class JsonFault {

    /** Where the bracket stands that lacks its end, told as a place in a source that is not told. */
    private static final Pattern SOURCE = Pattern.compile(" at \\[Source: [^\\]]*line: (\\d+), column: (\\d+)]");

    private JsonFault() {}

    /** Its message in one line, without what Jackson says of itself. */
    public static String text(JacksonException noJson) {
        String message = noJson.getOriginalMessage();
        return message == null
                ? noJson.getClass().getSimpleName()
                : SOURCE.matcher(message)
                        .replaceAll(" in line $1, column $2")
                        .lines()
                        .findFirst()
                        .orElse("");
    }
}
