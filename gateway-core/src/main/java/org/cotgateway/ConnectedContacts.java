package org.cotgateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.cotgateway.api.marti.ContactSource;
import org.cotgateway.api.marti.MartiContact;
import org.cotgateway.hub.HubStatus;
import org.cotgateway.hub.HubStatus.ReceiverEntry;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;

/** The contacts of a hub's clients, as devices may know them: those who publish to everybody without a group. */
final class ConnectedContacts implements ContactSource {

    private final GatewayStatus status;

    ConnectedContacts(GatewayStatus status) {
        this.status = status;
    }

    @Override
    public CompletionStage<List<MartiContact>> contacts() {
        return status.snapshot().thenApply(ConnectedContacts::of);
    }

    private static List<MartiContact> of(HubStatus hub) {
        Map<String, MartiContact> contacts = new LinkedHashMap<>();
        for (ReceiverEntry receiver : hub.receivers()) {
            Membership membership = receiver.membership();
            if (membership != null && membership.in().contains(Membership.NO_GROUP)) {
                for (KnownContact contact : receiver.contacts()) {
                    contacts.put(contact.uid(), contact(contact, receiver));
                }
            }
        }
        return List.copyOf(contacts.values());
    }

    private static MartiContact contact(KnownContact contact, ReceiverEntry receiver) {
        HubStatus.Login login = receiver.login();
        return new MartiContact(
                contact.uid(),
                contact.callsign(),
                login.user() != null ? login.user() : login.certificate(),
                null,
                null,
                null,
                receiver.status().traffic().lastReceived());
    }
}
