package org.cotgateway.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records to trees and back by Jackson, with the spellings of the file. */
final class ConfigMapper {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(new Written<>(Duration.class, Spelling::text))
                    .addSerializer(new Written<>(InetSocketAddress.class, Spelling::text))
                    .addSerializer(new Written<>(Path.class, Path::toString))
                    .addSerializer(new Written<>(Secret.class, Secret::written))
                    .addDeserializer(Duration.class, new Read<>(Duration.class, Spelling::duration))
                    .addDeserializer(InetSocketAddress.class, new Read<>(InetSocketAddress.class, Spelling::address))
                    .addDeserializer(Path.class, new Read<>(Path.class, Path::of))
                    .addDeserializer(Secret.class, new SecretAsItIs()))
            .build();

    private ConfigMapper() {}

    /** The record's components by name; secrets as the references that they came from, or masked. */
    static ObjectNode tree(Record value) {
        return MAPPER.valueToTree(value);
    }

    /** @throws JsonMappingException when a record refuses its components */
    static GatewayConfig config(ObjectNode tree) throws JsonMappingException {
        try {
            return MAPPER.treeToValue(tree, GatewayConfig.class);
        } catch (JsonMappingException refused) {
            throw refused;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree has no syntax", impossible);
        }
    }

    private static final class Written<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, String> text;

        Written(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text.apply(value));
        }
    }

    private static final class Read<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, @Nullable T> value;

        Read(Class<T> type, Function<String, @Nullable T> value) {
            super(type);
            this.value = value;
        }

        @Override
        public @Nullable T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return value.apply(in.getText());
        }
    }

    private static final class SecretAsItIs extends StdDeserializer<Secret> {
        private static final long serialVersionUID = 1L;

        SecretAsItIs() {
            super(Secret.class);
        }

        @Override
        public Secret deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return (Secret) in.getEmbeddedObject();
        }
    }
}
