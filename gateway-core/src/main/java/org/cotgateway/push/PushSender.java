package org.cotgateway.push;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.channel.Transport;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvent;
import org.cotgateway.transport.NextPass;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out the messages of a push: the event, encoded once for everybody; the gateway's contact, encoded once for
 * each address of ours; and a file request for each delivery. In slices, so that a push to thousands leaves the loop
 * time for everything else. Loop-only.
 */
final class PushSender {

    private static final Logger log = LoggerFactory.getLogger(PushSender.class);
    private static final int SLICE = 64;

    private final EventLoop loop;
    private final Outlet outlet;
    private final EventImages images;
    private final PushMessages messages;

    PushSender(EventLoop loop, Outlet outlet, EventImages images, GatewayContact gateway) {
        this.loop = loop;
        this.outlet = outlet;
        this.images = images;
        this.messages = new PushMessages(gateway);
    }

    /** Sends everything that the deliveries need; with files if there are some. */
    void send(Push push, @Nullable PreparedFiles files) {
        CotEvent event = push.request().event();
        boolean inline = files != null && push.request().style() == PushStyle.INLINE;
        Shared shared = new Shared(push.now());
        inSlices(push.deliveries(), shared::release, PushSender::closed, delivery -> {
            if (delivery.isOver()) {
                return;
            }
            delivery.expect(files == null || inline ? 1 : 2);
            if (!inline) {
                offer(delivery.endpoint(), shared.of(event), delivery, delivery.messageObserver());
            }
            if (files != null) {
                InetAddress local = files.localTowards(delivery.endpoint());
                announce(delivery, shared.contact(local), () -> {
                    if (delivery.isOver()) {
                        return;
                    }
                    CotEvent request = inline
                            ? messages.inline(delivery, files.stored(), local)
                            : messages.fileTransfer(delivery, files.stored(), local, push.now());
                    EventImage image = images.of(request);
                    try {
                        offer(delivery.endpoint(), image, delivery, delivery.messageObserver());
                    } finally {
                        image.release();
                    }
                });
            }
        });
    }

    /** Introduces the gateway once more to the devices that have not acknowledged. */
    void refreshContacts(List<Delivery> deliveries, PreparedFiles files, Instant now) {
        List<Delivery> waiting =
                deliveries.stream().filter(Delivery::isAwaitingReceipts).toList();
        if (waiting.isEmpty()) {
            return;
        }
        Shared shared = new Shared(now);
        // Of those that it has not come to when the gateway is closed nothing is lost but that.
        inSlices(waiting, shared::release, delivery -> {}, delivery -> {
            if (!delivery.isAwaitingReceipts()) {
                return;
            }
            EventImage contact = shared.contact(files.localTowards(delivery.endpoint()));
            offer(contactEndpoint(delivery), contact, delivery, SendObserver.NONE);
        });
    }

    /** Makes the gateway a contact of the device, then goes on, also when that could not be sent: files come first. */
    private void announce(Delivery delivery, EventImage contact, Runnable then) {
        SendObserver goOn = new SendObserver() {
            @Override
            public void sent(long atMs) {
                guarded(delivery, then);
            }

            @Override
            public void dropped(DropReason reason, String why) {
                log.debug("{} was not told of the gateway as a contact: {}", delivery.endpoint(), why);
                guarded(delivery, then);
            }
        };
        offer(contactEndpoint(delivery), contact, delivery, goOn);
    }

    /** ATAK learns contacts from UDP and streams, never from direct TCP (ATAK 4.6 and 5.5). */
    private static Endpoint contactEndpoint(Delivery delivery) {
        Endpoint endpoint = delivery.endpoint();
        return endpoint.transport() == Transport.TCP
                ? Endpoint.udp(endpoint.host(), delivery.push().request().contactPort())
                : endpoint;
    }

    private void offer(Endpoint to, EventImage image, Delivery delivery, SendObserver observer) {
        long deadlineMs = delivery.push().deadline().toEpochMilli();
        Receiver client = delivery.client();
        Edition edition = client == null ? Edition.WHOLE : client.format().edition();
        OutboundEvent message = OutboundEvent.of(image, edition, deadlineMs, observer);
        if (observer != SendObserver.NONE) {
            delivery.gives(message);
        }
        outlet.offer(to, client, message);
    }

    /** @param closed takes those that the loop does not come to any more */
    private void inSlices(
            List<Delivery> deliveries, Runnable atEnd, Consumer<Delivery> closed, Consumer<Delivery> action) {
        int now = Math.min(SLICE, deliveries.size());
        for (Delivery delivery : deliveries.subList(0, now)) {
            guarded(delivery, () -> action.accept(delivery));
        }
        if (now == deliveries.size()) {
            atEnd.run();
            return;
        }
        List<Delivery> rest = deliveries.subList(now, deliveries.size());
        NextPass.run(loop, () -> inSlices(rest, atEnd, closed, action), () -> {
            try {
                rest.forEach(closed);
            } finally {
                atEnd.run();
            }
        });
    }

    private static void closed(Delivery delivery) {
        delivery.end(DeliveryState.FAILED, "the gateway was closed");
    }

    /** What goes wrong with one delivery is that one's failure and nobody else's. */
    private static void guarded(Delivery delivery, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException bug) {
            log.error("{} could not be sent to", delivery.endpoint(), bug);
            delivery.end(DeliveryState.FAILED, "could not be sent: " + bug.getMessage());
        }
    }

    /** What is the same for many deliveries, made when it is first needed. */
    private final class Shared {
        private final Instant now;
        private final Map<InetAddress, EventImage> contacts = new HashMap<>();
        private @Nullable EventImage event;

        Shared(Instant now) {
            this.now = now;
        }

        EventImage of(CotEvent pushed) {
            if (event == null) {
                event = images.of(pushed);
            }
            return event;
        }

        EventImage contact(InetAddress local) {
            return contacts.computeIfAbsent(local, address -> images.of(messages.contact(address, now)));
        }

        void release() {
            if (event != null) {
                event.release();
            }
            contacts.values().forEach(EventImage::release);
        }
    }
}
