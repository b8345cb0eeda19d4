package org.cotgateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The JSON that commands print: indented, instants, durations and paths as their text. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addSerializer(Path.class, ToStringSerializer.instance))
            .build();

    private Json() {}

    /** Indented, for people. */
    static String text(Object document) {
        return write(MAPPER.writer(), document);
    }

    /** All in one line, for programs that read line by line. */
    static String line(Object document) {
        return write(MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT), document);
    }

    private static String write(ObjectWriter writer, Object document) {
        try {
            return writer.writeValueAsString(document);
        } catch (JsonProcessingException notSerializable) {
            throw new IllegalArgumentException("cannot be written as JSON: " + document.getClass(), notSerializable);
        }
    }
}
