package org.cotgateway.push;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.FileShare;
import org.cotgateway.event.Takv;

/** The events that the gateway makes of its own for a push. Stateless. */
final class PushMessages {

    private static final Duration CONTACT_STALE = Duration.ofMinutes(10);

    private final GatewayContact gateway;

    PushMessages(GatewayContact gateway) {
        this.gateway = gateway;
    }

    /**
     * The gateway's own position report, which makes it a contact of the device: without one ATAK downloads and never
     * acknowledges (ATAK 4.6 and 5.5). It has no place on the map.
     */
    CotEvent contact(InetAddress local, Instant now) {
        return CotEvent.builder()
                .uid(gateway.uid())
                .type("a-f-G-U-C")
                .how("h-g-i-g-o")
                .time(now)
                .staleAfter(CONTACT_STALE)
                .add(new Contact(gateway.callsign(), gateway.endpointAt(local), null))
                .add(new Takv(null, "CoT Gateway", null, null))
                .build();
    }

    /** A file transfer request as ATAK itself sends one, good until the deadline. */
    CotEvent fileTransfer(Delivery delivery, StoredPackage files, InetAddress local, Instant now) {
        return CotEvents.fileTransfer(fileShare(delivery, files, local), ackRequest(delivery))
                .time(now)
                .stale(delivery.push().deadline())
                .point(delivery.push().request().event().point())
                .build();
    }

    /** The event itself, asking for the file's download. */
    CotEvent inline(Delivery delivery, StoredPackage files, InetAddress local) {
        return delivery.push().request().event().toBuilder()
                .add(fileShare(delivery, files, local))
                .add(ackRequest(delivery))
                .build();
    }

    private FileShare fileShare(Delivery delivery, StoredPackage files, InetAddress local) {
        String url = gateway.urlAt(local) + files.urlPath() + "?to=" + delivery.token();
        return new FileShare(
                files.fileName(),
                url,
                files.sizeBytes(),
                files.sha256(),
                gateway.uid(),
                gateway.callsign(),
                title(files),
                true);
    }

    private static AckRequest ackRequest(Delivery delivery) {
        StoredPackage files = delivery.push().dataPackage();
        return new AckRequest(delivery.token(), true, files == null ? null : title(files));
    }

    private static String title(StoredPackage files) {
        String name = files.fileName();
        return name.endsWith(".zip") ? name.substring(0, name.length() - ".zip".length()) : name;
    }
}
