package org.cotgateway.datapackage;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a data package is to hold. The same specification over the same files gives the same bytes.
 *
 * @param uid the package's identity on the device, 1 to 100 characters
 * @param name the title that the device shows, 1 to 200 characters; the file's name is made from it
 * @param events events to import, each with a uid of its own
 * @param attachments files, in the order in which they stand in the package
 * @param onReceiveImport whether the device imports the contents when it has received the package
 * @param onReceiveDelete whether the device then deletes the package; with import: import without keeping it
 * @param remarks free text for the user, or null
 * @param attachTo uid of the marker that the files are tied to, of one of the events or on the device's map already; null
 *     leaves them on their own
 */
public record PackageSpec(
        String uid,
        String name,
        List<CotEvent> events,
        List<Attachment> attachments,
        boolean onReceiveImport,
        boolean onReceiveDelete,
        @Nullable String remarks,
        @Nullable String attachTo) {

    public PackageSpec {
        events = List.copyOf(events);
        attachments = List.copyOf(attachments);
    }

    /** Imported and kept by the device, no remarks, files on their own. */
    public static PackageSpec of(String uid, String name, List<CotEvent> events, List<Attachment> attachments) {
        return new PackageSpec(uid, name, events, attachments, true, false, null, null);
    }

    /** These contents with the files tied to this marker. */
    public PackageSpec attachedTo(String markerUid) {
        return new PackageSpec(uid, name, events, attachments, onReceiveImport, onReceiveDelete, remarks, markerUid);
    }
}
