package org.cotgateway.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.channel.Transport;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a push's messages to the senders: the event, encoded once for everybody; the gateway's contact, encoded once for
 * each address of ours; and a file request for each delivery. In slices, so that a push to thousands leaves the loop
 * time for everything else. Loop-only.
 */
final class PushSender {

    private static final Logger log = LoggerFactory.getLogger(PushSender.class);
    private static final int IMAGE_BYTES = 1_024;
    private static final int SLICE = 64;

    private final EventLoop loop;
    private final EndpointSenders senders;
    private final PushMessages messages;

    PushSender(EventLoop loop, EndpointSenders senders, GatewayContact gateway) {
        this.loop = loop;
        this.senders = senders;
        this.messages = new PushMessages(gateway);
    }

    /** Sends everything that the deliveries need; with files if there are some. */
    void send(Push push, @Nullable PreparedFiles files) {
        CotEvent event = push.request().event();
        boolean inline = files != null && push.request().style() == PushStyle.INLINE;
        Images images = new Images(push.now());
        inSlices(push.deliveries(), images::release, delivery -> {
            delivery.expect(files == null || inline ? 1 : 2);
            if (!inline) {
                offer(delivery.endpoint(), event, images.of(event), delivery, delivery.messageObserver());
            }
            if (files != null) {
                InetAddress local = files.localTowards(delivery.endpoint());
                announce(delivery, images.contact(local), () -> {
                    CotEvent request = inline
                            ? messages.inline(delivery, files.stored(), local)
                            : messages.fileTransfer(delivery, files.stored(), local, push.now());
                    offer(delivery.endpoint(), request, encode(request), delivery, delivery.messageObserver());
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
        Images images = new Images(now);
        inSlices(waiting, images::release, delivery -> {
            Contact contact = images.contact(files.localTowards(delivery.endpoint()));
            offer(contactEndpoint(delivery), contact.event, contact.share(), delivery, SendObserver.NONE);
        });
    }

    /** Makes the gateway a contact of the device, then goes on, also when that could not be sent: files come first. */
    private void announce(Delivery delivery, Contact contact, Runnable then) {
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
        offer(contactEndpoint(delivery), contact.event, contact.share(), delivery, goOn);
    }

    /** ATAK learns contacts from UDP and streams, never from direct TCP (ATAK 4.6 and 5.5). */
    private static Endpoint contactEndpoint(Delivery delivery) {
        Endpoint endpoint = delivery.endpoint();
        return endpoint.transport() == Transport.TCP
                ? Endpoint.udp(endpoint.host(), delivery.push().request().contactPort())
                : endpoint;
    }

    private void offer(Endpoint to, CotEvent event, ByteBuf image, Delivery delivery, SendObserver observer) {
        long deadlineMs = delivery.push().deadline().toEpochMilli();
        senders.offer(to, OutboundEvent.of(event, image, deadlineMs, observer));
    }

    private void inSlices(List<Delivery> deliveries, Runnable atEnd, Consumer<Delivery> action) {
        int now = Math.min(SLICE, deliveries.size());
        for (Delivery delivery : deliveries.subList(0, now)) {
            guarded(delivery, () -> action.accept(delivery));
        }
        if (now == deliveries.size()) {
            atEnd.run();
            return;
        }
        List<Delivery> rest = deliveries.subList(now, deliveries.size());
        try {
            loop.execute(() -> inSlices(rest, atEnd, action));
        } catch (RejectedExecutionException closing) {
            rest.forEach(delivery -> delivery.end(DeliveryState.FAILED, "the gateway was closed"));
            atEnd.run();
        }
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

    private static ByteBuf encode(CotEvent event) {
        ByteBuf image = PooledByteBufAllocator.DEFAULT.directBuffer(IMAGE_BYTES);
        try {
            CotXmlWriter.INSTANCE.write(event, image);
            return image;
        } catch (RuntimeException unwritable) {
            image.release();
            throw unwritable;
        }
    }

    private record Contact(CotEvent event, ByteBuf image) {
        ByteBuf share() {
            return image.retainedDuplicate();
        }
    }

    /** What is the same for many deliveries, encoded when it is first needed. */
    private final class Images {
        private final Instant now;
        private final Map<InetAddress, Contact> contacts = new HashMap<>();
        private @Nullable ByteBuf shared;

        Images(Instant now) {
            this.now = now;
        }

        ByteBuf of(CotEvent event) {
            if (shared == null) {
                shared = encode(event);
            }
            return shared.retainedDuplicate();
        }

        Contact contact(InetAddress local) {
            Contact known = contacts.get(local);
            if (known == null) {
                CotEvent event = messages.contact(local, now);
                known = new Contact(event, encode(event));
                contacts.put(local, known);
            }
            return known;
        }

        void release() {
            if (shared != null) {
                shared.release();
            }
            contacts.values().forEach(contact -> contact.image.release());
        }
    }
}
