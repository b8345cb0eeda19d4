package org.cotgateway.datapackage;

import org.cotgateway.datapackage.PackagePlan.EventEntry;
import org.cotgateway.datapackage.PackagePlan.FileEntry;
import org.cotgateway.event.Contact;
import org.jspecify.annotations.Nullable;

/**
 * Writes a package's manifest: only what ATAK's strict reader knows, in a fixed order.
 *
 * <p>Source: the reader of ATAK 4.6 and 5.5, which takes no other elements and no other attributes.
 */
final class ManifestWriter {

    private static final String IN_CONFIGURATION = "    ";
    private static final String IN_CONTENT = "      ";

    private final StringBuilder out = new StringBuilder(1024);

    private ManifestWriter() {}

    /** The manifest of this package. */
    static String write(PackagePlan plan) {
        ManifestWriter writer = new ManifestWriter();
        writer.manifest(plan);
        return writer.out.toString();
    }

    private void manifest(PackagePlan plan) {
        PackageSpec spec = plan.spec();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MissionPackageManifest version=\"2\">\n");
        out.append("  <Configuration>\n");
        parameter(IN_CONFIGURATION, "uid", spec.uid());
        parameter(IN_CONFIGURATION, "name", spec.name());
        parameter(IN_CONFIGURATION, "remarks", spec.remarks());
        parameter(IN_CONFIGURATION, "onReceiveImport", Boolean.toString(spec.onReceiveImport()));
        parameter(IN_CONFIGURATION, "onReceiveDelete", Boolean.toString(spec.onReceiveDelete()));
        out.append("  </Configuration>\n  <Contents>\n");
        plan.events().forEach(this::event);
        plan.files().forEach(file -> file(file, spec.attachTo()));
        out.append("  </Contents>\n</MissionPackageManifest>\n");
    }

    private void event(EventEntry entry) {
        String callsign = entry.event()
                .detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElse(null);
        content(entry.entryName());
        parameter(IN_CONTENT, "uid", entry.event().uid());
        parameter(IN_CONTENT, "name", callsign);
        parameter(IN_CONTENT, "isCoT", "true");
        out.append("    </Content>\n");
    }

    private void file(FileEntry entry, @Nullable String markerUid) {
        content(entry.entryName());
        parameter(IN_CONTENT, "uid", markerUid);
        parameter(IN_CONTENT, "name", entry.name());
        parameter(IN_CONTENT, "contentType", entry.type().name());
        out.append("    </Content>\n");
    }

    private void content(String entryName) {
        out.append("    <Content ignore=\"false\" zipEntry=\"")
                .append(XmlText.attribute(entryName))
                .append("\">\n");
    }

    /** One parameter; none when there is no value. */
    private void parameter(String indent, String name, @Nullable String value) {
        if (value != null) {
            out.append(indent)
                    .append("<Parameter name=\"")
                    .append(name)
                    .append("\" value=\"")
                    .append(XmlText.attribute(value))
                    .append("\"/>\n");
        }
    }
}
