package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code fileshare}: asks a device to download a file. ATAK ignores the request silently when one of the required
 * attributes is missing (ATAK 4.6 and 5.5), which is why they are not nullable here.
 *
 * @param filename the file's name, with its extension
 * @param senderUrl where the device gets it; the device appends {@code &receiver=<callsign>}
 * @param sizeInBytes its exact size; the device compares after the download
 * @param sha256 its hash in hexadecimal; the device compares after the download, ignoring case
 * @param senderUid uid of the contact that the acknowledgement goes to
 * @param senderCallsign that contact's callsign
 * @param name the title shown to the user
 * @param peerHosted true when the sender serves the file itself
 */
public record FileShare(
        String filename,
        String senderUrl,
        long sizeInBytes,
        String sha256,
        String senderUid,
        String senderCallsign,
        String name,
        boolean peerHosted)
        implements DetailElement {

    public static final String NAME = "fileshare";

    /** Reads the element; empty when a required attribute is missing or the size is not a number. */
    public static Optional<FileShare> from(CotElement element) {
        String filename = element.attribute("filename");
        String senderUrl = element.attribute("senderUrl");
        Long sizeInBytes = Attributes.wholeNumber(element, "sizeInBytes");
        String sha256 = element.attribute("sha256");
        String senderUid = element.attribute("senderUid");
        String senderCallsign = element.attribute("senderCallsign");
        String name = element.attribute("name");
        if (filename == null
                || senderUrl == null
                || sizeInBytes == null
                || sha256 == null
                || senderUid == null
                || senderCallsign == null
                || name == null) {
            return Optional.empty();
        }
        boolean peerHosted = Boolean.parseBoolean(element.attribute("peerHosted"));
        return Optional.of(
                new FileShare(filename, senderUrl, sizeInBytes, sha256, senderUid, senderCallsign, name, peerHosted));
    }

    @Override
    public CotElement toElement() {
        @Nullable String hosted = peerHosted ? "true" : null;
        return CotElement.named(NAME)
                .attribute("filename", filename)
                .attribute("senderUrl", senderUrl)
                .attribute("sizeInBytes", sizeInBytes)
                .attribute("sha256", sha256)
                .attribute("senderUid", senderUid)
                .attribute("senderCallsign", senderCallsign)
                .attribute("name", name)
                .attribute("peerHosted", hosted)
                .build();
    }
}
