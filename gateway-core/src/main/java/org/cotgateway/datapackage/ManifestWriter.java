package org.cotgateway.datapackage;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.datapackage.PackagePlan.EventEntry;
import org.cotgateway.datapackage.PackagePlan.FileEntry;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.jspecify.annotations.Nullable;

/**
 * Writes a package's manifest: only what ATAK's strict reader knows, in a fixed order. On one line, since the codec, which
 * does the escaping, keeps line breaks between elements for content.
 *
 * <p>Source: the reader of ATAK 4.6 and 5.5, which takes no other elements and no other attributes.
 */
final class ManifestWriter {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private ManifestWriter() {}

    /** Writes the manifest of this package. */
    static void write(PackagePlan plan, ByteBuf out) {
        CotElement.Builder manifest = CotElement.named("MissionPackageManifest").attribute("version", 2);
        manifest.child(configuration(plan.spec())).child(contents(plan));
        out.writeCharSequence(DECLARATION, StandardCharsets.UTF_8);
        CotXmlWriter.INSTANCE.writeElement(manifest.build(), out);
    }

    private static CotElement configuration(PackageSpec spec) {
        CotElement.Builder configuration = CotElement.named("Configuration");
        parameter(configuration, "uid", spec.uid());
        parameter(configuration, "name", spec.name());
        parameter(configuration, "remarks", spec.remarks());
        parameter(configuration, "onReceiveImport", Boolean.toString(spec.onReceiveImport()));
        parameter(configuration, "onReceiveDelete", Boolean.toString(spec.onReceiveDelete()));
        return configuration.build();
    }

    private static CotElement contents(PackagePlan plan) {
        CotElement.Builder contents = CotElement.named("Contents");
        plan.events().forEach(entry -> contents.child(event(entry)));
        plan.files().forEach(entry -> contents.child(file(entry, plan.spec().attachTo())));
        return contents.build();
    }

    private static CotElement event(EventEntry entry) {
        String callsign = entry.event()
                .detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElse(null);
        CotElement.Builder content = content(entry.entryName());
        parameter(content, "uid", entry.event().uid());
        parameter(content, "name", callsign);
        parameter(content, "isCoT", "true");
        return content.build();
    }

    private static CotElement file(FileEntry entry, @Nullable String markerUid) {
        CotElement.Builder content = content(entry.entryName());
        parameter(content, "uid", markerUid);
        parameter(content, "name", entry.name());
        parameter(content, "contentType", entry.type().name());
        return content.build();
    }

    private static CotElement.Builder content(String entryName) {
        return CotElement.named("Content").attribute("ignore", false).attribute("zipEntry", entryName);
    }

    /** One parameter; none when there is no value. */
    private static void parameter(CotElement.Builder parent, String name, @Nullable String value) {
        if (value != null) {
            parent.child(CotElement.named("Parameter")
                    .attribute("name", name)
                    .attribute("value", value)
                    .build());
        }
    }
}
