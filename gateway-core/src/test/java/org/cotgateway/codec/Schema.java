package org.cotgateway.codec;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Our .proto files as protobuf-java understands them; read here by the few rules that they use, to need no compiler. */
final class Schema {

    static final Path FOLDER = Path.of("src/main/proto");

    private static final Pattern MESSAGE = Pattern.compile("message (\\w+) \\{");
    private static final Pattern FIELD = Pattern.compile(" +(\\w+) (\\w+) = (\\d+);");
    private static final List<String> SCALARS = List.of("string", "uint32", "uint64", "double");

    private static final FileDescriptor FILE = load();

    private Schema() {}

    static Descriptor message(String name) {
        return FILE.findMessageTypeByName(name);
    }

    static DynamicMessage parse(byte[] payload) throws InvalidProtocolBufferException {
        return DynamicMessage.parseFrom(message("TakMessage"), payload);
    }

    static DynamicMessage inner(DynamicMessage message, String field) {
        return (DynamicMessage) get(message, field);
    }

    static Object get(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    static String xmlDetail(byte[] payload) {
        try {
            return (String) get(inner(inner(parse(payload), "cotEvent"), "detail"), "xmlDetail");
        } catch (InvalidProtocolBufferException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static FileDescriptor load() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("all.proto")
                .setSyntax("proto3")
                .setPackage("atakmap.commoncommo.protobuf.v1");
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path path : files.sorted().toList()) {
                addMessage(Files.readAllLines(path), file);
            }
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (DescriptorValidationException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static void addMessage(List<String> lines, FileDescriptorProto.Builder file) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder();
        for (String line : lines) {
            Matcher begin = MESSAGE.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (begin.matches()) {
                message.setName(begin.group(1));
            } else if (field.matches()) {
                message.addField(field(field.group(1), field.group(2), Integer.parseInt(field.group(3))));
            }
        }
        file.addMessageType(message);
    }

    private static FieldDescriptorProto field(String type, String name, int number) {
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        return SCALARS.contains(type)
                ? field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)))
                        .build()
                : field.setTypeName(type).build();
    }
}
