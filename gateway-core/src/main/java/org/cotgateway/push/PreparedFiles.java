package org.cotgateway.push;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageSpec;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/**
 * What must be made ready off the loop before a push with files can be sent.
 *
 * @param stored the package, pinned once; whoever gets this unpins it
 * @param locals the address of ours that each endpoint is told, in the order of the push
 * @param warnings why some of them may be of no use there
 */
record PreparedFiles(StoredPackage stored, Map<Endpoint, InetAddress> locals, List<String> warnings) {

    /** Builds the package and asks the routing table where each device sees us. Blocks; for worker threads. */
    static PreparedFiles of(PushRequest request, PackageStore store, GatewayContact gateway) throws PackageException {
        CotEvent event = request.event();
        Map<Endpoint, InetAddress> locals = locals(request.endpoints(), gateway.advertised());
        String name = request.packageName() != null ? request.packageName() : titleOf(event);
        String uid = UUID.nameUUIDFromBytes((event.uid() + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
        PackageSpec spec =
                PackageSpec.of(uid, name, List.of(event), request.attachments()).attachedTo(event.uid());
        List<String> warnings = Reachability.warnings(locals, request.contactPort());
        return new PreparedFiles(store.build(spec), locals, warnings);
    }

    private static Map<Endpoint, InetAddress> locals(List<Endpoint> endpoints, @Nullable InetAddress advertised) {
        if (advertised == null) {
            return LocalRoutes.towards(endpoints);
        }
        Map<Endpoint, InetAddress> locals = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> locals.put(endpoint, advertised));
        return locals;
    }

    InetAddress localTowards(Endpoint endpoint) {
        InetAddress local = locals.get(endpoint);
        if (local == null) {
            throw new IllegalArgumentException(endpoint + " is not part of this push");
        }
        return local;
    }

    private static String titleOf(CotEvent event) {
        return event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .filter(callsign -> !callsign.isBlank())
                .orElse(event.uid());
    }
}
