package org.cotgateway.datapackage;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cotgateway.datapackage.PackageManifest.Content;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests as strictly as ATAK does, and names everything that it would stumble over. For untrusted input: no DTD,
 * no entities but the five, and no deeper than a manifest is.
 *
 * <p>Source: the reader of ATAK 4.6 and 5.5, which takes no elements and attributes but these.
 */
final class ManifestReader {

    private static final String ROOT = "MissionPackageManifest";
    private static final String VERSION = "2";
    private static final String CONFIGURATION = "Configuration";
    private static final String CONTENTS = "Contents";
    private static final String CONTENT = "Content";
    private static final String PARAMETER = "Parameter";
    private static final Set<String> BOOLEANS = Set.of("true", "false");

    private final XMLStreamReader xml;
    private final List<Violation> violations;
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final List<Content> contents = new ArrayList<>();

    private ManifestReader(XMLStreamReader xml, List<Violation> violations) {
        this.xml = xml;
        this.violations = violations;
    }

    /**
     * Reads a manifest.
     *
     * @param violations gets what is wrong with it
     * @return what could be read of it; null when it is not even XML
     */
    static @Nullable PackageManifest read(byte[] manifest, List<Violation> violations) {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(manifest));
            ManifestReader reader = new ManifestReader(xml, violations);
            reader.document();
            reader.checkConfiguration();
            return new PackageManifest(Collections.unmodifiableMap(reader.configuration), reader.contents);
        } catch (XMLStreamException malformed) {
            TextPosition at = malformed.getLocation() == null
                    ? null
                    : new TextPosition(
                            malformed.getLocation().getLineNumber(),
                            malformed.getLocation().getColumnNumber());
            String message =
                    String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
            violations.add(Violation.of("manifest", null, "must be well-formed XML: " + message)
                    .at(at));
            return null;
        }
    }

    private void document() throws XMLStreamException {
        while (xml.hasNext()) {
            int token = xml.next();
            if (token == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals(ROOT)) {
                checkAttributes(Set.of("version"));
                checkVersion();
                children(this::section);
            } else if (token == XMLStreamConstants.START_ELEMENT) {
                refuseElement("must be " + ROOT);
            } else if (token == XMLStreamConstants.DTD) {
                refuse("manifest", "DOCTYPE", "is not allowed");
            }
        }
    }

    private void section() throws XMLStreamException {
        switch (xml.getLocalName()) {
            case CONFIGURATION -> {
                checkAttributes(Set.of());
                children(() -> parameter(configuration));
            }
            case CONTENTS -> {
                checkAttributes(Set.of());
                children(this::content);
            }
            default -> refuseElement("is not known to ATAK here");
        }
    }

    private void content() throws XMLStreamException {
        if (!xml.getLocalName().equals(CONTENT)) {
            refuseElement("is not known to ATAK here");
            return;
        }
        checkAttributes(Set.of("zipEntry", "ignore"));
        String zipEntry = required("zipEntry");
        String ignore = xml.getAttributeValue(null, "ignore");
        checkBoolean("Content@ignore", ignore);
        Map<String, String> parameters = new LinkedHashMap<>();
        children(() -> parameter(parameters));
        checkBoolean("isCoT", parameters.get("isCoT"));
        contents.add(new Content(zipEntry, Boolean.parseBoolean(ignore), Collections.unmodifiableMap(parameters)));
    }

    private void parameter(Map<String, String> parameters) throws XMLStreamException {
        if (!xml.getLocalName().equals(PARAMETER)) {
            refuseElement("is not known to ATAK here");
            return;
        }
        checkAttributes(Set.of("name", "value"));
        String name = required("name");
        String value = required("value");
        if (parameters.put(name, value) != null) {
            refuse("Parameter@name", name, "must stand once");
        }
        children(() -> refuseElement("is not known to ATAK here"));
    }

    /** Has each child element of the current one read, up to this element's end. */
    private void children(ElementReader child) throws XMLStreamException {
        for (int token = xml.next(); token != XMLStreamConstants.END_ELEMENT; token = xml.next()) {
            if (token == XMLStreamConstants.START_ELEMENT) {
                child.read();
            } else if ((token == XMLStreamConstants.CHARACTERS && !xml.isWhiteSpace())
                    || token == XMLStreamConstants.CDATA) {
                refuse("manifest", xml.getText().strip(), "must hold no text between its elements");
            } else if (token == XMLStreamConstants.ENTITY_REFERENCE) {
                refuse("manifest", xml.getLocalName(), "must hold no entities but the five of XML");
            }
        }
    }

    private interface ElementReader {
        void read() throws XMLStreamException;
    }

    private void checkVersion() {
        String version = required("version");
        if (!version.equals(VERSION)) {
            refuse(ROOT + "@version", version, "must be " + VERSION);
        }
    }

    private void checkAttributes(Set<String> known) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String name = xml.getAttributeLocalName(i);
            if (!known.contains(name)) {
                refuse(xml.getLocalName() + "@" + name, xml.getAttributeValue(i), "is not known to ATAK");
            }
        }
    }

    private String required(String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null) {
            refuse(xml.getLocalName() + "@" + attribute, null, "must be there");
        }
        return value == null ? "" : value;
    }

    private void checkConfiguration() {
        for (String name : List.of("uid", "name")) {
            String value = configuration.get(name);
            if (value == null || value.isBlank()) {
                violations.add(Violation.of("Configuration " + name, value, "must be there and not empty"));
            }
        }
        checkBoolean("onReceiveImport", configuration.get("onReceiveImport"));
        checkBoolean("onReceiveDelete", configuration.get("onReceiveDelete"));
    }

    private void checkBoolean(String field, @Nullable String value) {
        if (value != null && !BOOLEANS.contains(value)) {
            refuse(field, value, "must be true or false");
        }
    }

    /** Says so and skips the element, however deep it is. */
    private void refuseElement(String rule) throws XMLStreamException {
        refuse("manifest element", xml.getLocalName(), rule);
        int depth = 1;
        while (depth > 0) {
            int token = xml.next();
            if (token == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (token == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private void refuse(String field, @Nullable String value, String rule) {
        TextPosition at = new TextPosition(
                xml.getLocation().getLineNumber(), xml.getLocation().getColumnNumber());
        violations.add(Violation.of(field, value, rule).at(at));
    }
}
