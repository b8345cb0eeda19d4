package org.cotgateway.recording;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The format of recordings: one JSON object a line in UTF-8, the whole compressed by gzip if the file's name ends in
 * {@code .gz}. The first line is the header; an event's {@code ms} counts from the header's {@code start}. Unknown fields
 * are passed over.
 *
 * <pre>
 *   {"format":"cot-recording","version":1,"start":"2026-11-21T10:00:00.250Z"}
 *   {"ms":12,"from":"10.0.0.7:4242","protocol":"xml","xml":"&lt;event .../&gt;"}
 *   {"ms":980,"lost":3}
 * </pre>
 */
final class RecordingFormat {

    static final String NAME = "cot-recording";
    static final int VERSION = 1;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RecordingFormat() {}

    record Header(String format, int version, String start) {}

    record EventLine(long ms, String from, String protocol, String xml) {}

    record GapLine(long ms, long lost) {}
}
