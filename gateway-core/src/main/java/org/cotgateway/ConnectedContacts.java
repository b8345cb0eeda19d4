package org.cotgateway;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cotgateway.api.marti.ContactSource;
import org.cotgateway.api.marti.MartiContact;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubStatus;
import org.cotgateway.hub.HubStatus.ReceiverEntry;
import org.cotgateway.hub.LatestEvent;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;
import org.cotgateway.transport.NextPass;
import org.jspecify.annotations.Nullable;

/**
 * The contacts of a hub's clients, as devices may know them: those who publish to everybody without a group, with
 * what their latest events say of them. Those are read when somebody asks, some in each pass of the loop, and once
 * for all who ask meanwhile. Loop-only.
 */
final class ConnectedContacts implements ContactSource {

    /** Reading one takes some ten microseconds. */
    private static final int READ_A_PASS = 64;

    private final GatewayStatus status;
    private final Hub hub;
    private final EventLoop loop;
    private final InstantSource clock;
    private @Nullable CompletionStage<List<MartiContact>> underWay;

    ConnectedContacts(GatewayStatus status, Hub hub, EventLoop loop, InstantSource clock) {
        this.status = status;
        this.hub = hub;
        this.loop = loop;
        this.clock = clock;
    }

    @Override
    public CompletionStage<List<MartiContact>> contacts() {
        assert loop.inEventLoop();
        CompletionStage<List<MartiContact>> asked = underWay;
        if (asked == null) {
            asked = status.snapshot().thenComposeAsync(now -> described(connected(now)), loop);
            underWay = asked;
            asked.whenCompleteAsync((answer, failure) -> underWay = null, loop);
        }
        return asked;
    }

    private static List<MartiContact> connected(HubStatus hub) {
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

    private CompletionStage<List<MartiContact>> described(List<MartiContact> contacts) {
        CompletableFuture<List<MartiContact>> all = new CompletableFuture<>();
        describeOn(contacts, new ArrayList<>(contacts.size()), all);
        return all;
    }

    private void describeOn(
            List<MartiContact> contacts, List<MartiContact> described, CompletableFuture<List<MartiContact>> all) {
        try {
            int from = described.size();
            int to = Math.min(contacts.size(), from + READ_A_PASS);
            long nowMs = clock.millis();
            contacts.subList(from, to).forEach(contact -> described.add(described(contact, nowMs)));
            if (to < contacts.size()) {
                NextPass.run(loop, () -> describeOn(contacts, described, all), all);
            } else {
                all.complete(described);
            }
        } catch (RuntimeException | Error failure) {
            // Whoever asked waits for an answer.
            all.completeExceptionally(failure);
        }
    }

    /** What somebody else of that name has said to some groups alone is not told. */
    private MartiContact described(MartiContact contact, long nowMs) {
        LatestEvent kept = hub.latest().find(contact.uid(), nowMs);
        return kept != null && kept.groups().contains(Membership.NO_GROUP)
                ? contact.saying(hub.latest().read(kept).detail())
                : contact;
    }
}
