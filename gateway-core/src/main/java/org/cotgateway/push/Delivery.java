package org.cotgateway.push;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.channel.Transport;
import org.cotgateway.event.AckResponse;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint's part of a push while it goes. Written on the event loop only; {@link #report()} may be read anywhere.
 *
 * <p>Proof beats bookkeeping: an acknowledgement or a complete download counts whenever it comes, also after the
 * delivery had failed or expired.
 */
final class Delivery {

    /** A stream to a busy server may have thousands of devices behind it; more than these are counted, not listed. */
    private static final int MAX_LISTED_DEVICES = 1_000;

    private final Endpoint endpoint;
    private final String token;
    private final Push push;
    private final Instant queuedAt;
    private final List<DeviceReceipt> devices = new ArrayList<>(1);

    /** What was given to the senders, until all of it is sent. */
    private final List<OutboundEvent> messages = new ArrayList<>(2);

    private @Nullable Receiver client;
    private final Set<Milestone> settled = EnumSet.noneOf(Milestone.class);

    private int messagesLeft;
    private int attempts;
    private @Nullable String lastProblem;
    private DeliveryState state = DeliveryState.QUEUED;
    private @Nullable String reason;
    private @Nullable Instant sentAt;
    private @Nullable Instant fetchedAt;
    private @Nullable Instant acknowledgedAt;
    private @Nullable Instant endedAt;
    private volatile DeliveryReport report;

    Delivery(Endpoint endpoint, String token, Push push, Instant queuedAt) {
        this.endpoint = endpoint;
        this.token = token;
        this.push = push;
        this.queuedAt = queuedAt;
        this.report = snapshot();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** What its download URL and its acknowledgement carry, so that they are told apart from everybody else's. */
    String token() {
        return token;
    }

    Push push() {
        return push;
    }

    DeliveryReport report() {
        return report;
    }

    /** Whether its device may still have to answer. */
    boolean isAwaitingReceipts() {
        return acknowledgedAt == null && !state.isFailure();
    }

    /** Whether it needs no more work: it came to the milestone or can not any more. */
    boolean isSettled(Milestone milestone) {
        return state.isFailure() || report.reached(milestone);
    }

    /** The client that its endpoint stands for, if one is connected from there. */
    @Nullable
    Receiver client() {
        return client;
    }

    /** It goes to a client that is connected, by that one's own connection. */
    void goesTo(@Nullable Receiver connected) {
        client = connected;
    }

    /** A message that it waits for was made for the senders. */
    void gives(OutboundEvent message) {
        messages.add(message);
    }

    /** Nothing more is to be sent, if not all has been; what is on its way goes on. */
    void cancel() {
        if (sentAt == null && fetchedAt == null) {
            end(DeliveryState.FAILED, "cancelled");
            messages.forEach(OutboundEvent::withdraw);
            messages.clear();
        }
    }

    /** Whether it has failed or expired: what has not been given to the senders need not be. */
    boolean isOver() {
        return state.isFailure();
    }

    /** Says how many messages must be sent for {@link Milestone#SENT}. */
    void expect(int messages) {
        messagesLeft = messages;
    }

    /** What the channel tells about one of this delivery's messages. */
    SendObserver messageObserver() {
        return new SendObserver() {
            @Override
            public void attempting(int attempt) {
                attempts = Math.max(attempts, attempt);
                publish();
            }

            @Override
            public void sent(long atMs) {
                if (--messagesLeft == 0) {
                    messages.clear();
                    sentAt = Instant.ofEpochMilli(atMs);
                    advance(DeliveryState.SENT);
                }
            }

            @Override
            public void retrying(String why) {
                // The next attempt tells it: whoever watches hears of each once.
                lastProblem = why.isEmpty() ? null : why;
            }

            @Override
            public void dropped(DropReason dropReason, String why) {
                boolean outOfTime = dropReason == DropReason.STALE || dropReason == DropReason.DEADLINE;
                end(outOfTime ? DeliveryState.EXPIRED : DeliveryState.FAILED, why);
            }
        };
    }

    void fetched(InetAddress from, @Nullable String callsign, Instant at) {
        String address = from.getHostAddress();
        int known = indexOf(address, callsign, null);
        if (known < 0) {
            list(new DeviceReceipt(address, callsign, null, at, null, null, null));
        } else {
            DeviceReceipt was = devices.get(known);
            Instant first = was.fetchedAt() != null ? was.fetchedAt() : at;
            devices.set(
                    known,
                    new DeviceReceipt(
                            address,
                            callsign != null ? callsign : was.callsign(),
                            was.uid(),
                            first,
                            was.acknowledgedAt(),
                            was.success(),
                            was.reason()));
        }
        if (fetchedAt == null) {
            fetchedAt = at;
        }
        advance(DeliveryState.FETCHED);
    }

    /** Takes a device's answer; false if that device had answered before. */
    boolean acknowledged(InetAddress from, AckResponse answer, Instant at) {
        String address = from.getHostAddress();
        int known = indexOf(address, null, answer.senderUid());
        boolean repeated = known >= 0 && devices.get(known).acknowledgedAt() != null;
        DeviceReceipt was = known < 0 ? null : devices.get(known);
        DeviceReceipt now = new DeviceReceipt(
                address,
                was == null ? null : was.callsign(),
                answer.senderUid(),
                was == null ? null : was.fetchedAt(),
                at,
                answer.success(),
                answer.reason());
        if (known < 0) {
            list(now);
        } else {
            devices.set(known, now);
        }
        if (answer.success()) {
            if (acknowledgedAt == null) {
                acknowledgedAt = at;
                reason = answer.reason();
            }
            advance(DeliveryState.ACKNOWLEDGED);
        } else {
            // Behind a group or a stream the first refusal ends the delivery; a later success still corrects that.
            end(DeliveryState.FAILED, "device: " + Objects.requireNonNullElse(answer.reason(), "no reason given"));
            publish();
        }
        return !repeated;
    }

    /** The deadline has come. */
    void expire(Milestone awaited) {
        if (!isSettled(awaited)) {
            end(DeliveryState.EXPIRED, describeLateness());
        }
    }

    /** Ends it, unless there is proof of success. */
    void end(DeliveryState how, String why) {
        if (acknowledgedAt != null || state.isFailure()) {
            return;
        }
        state = how;
        reason = why;
        endedAt = push.now();
        publish();
    }

    private String describeLateness() {
        if (fetchedAt != null) {
            return "fetched, but not acknowledged by the deadline" + whereAnnounced();
        }
        if (sentAt != null) {
            return "sent, but not fetched by the deadline";
        }
        String problem = lastProblem == null && attempts > 0 ? "no answer" : lastProblem;
        return problem == null ? "not sent by the deadline" : "not sent by the deadline: " + problem;
    }

    /** By far the most likely reason why a device that fetches says nothing. */
    private String whereAnnounced() {
        return endpoint.transport() == Transport.TCP
                ? "; a device answers only whom it knows, and this one was told of the gateway at its UDP port "
                        + push.request().contactPort() + " (contactPort)"
                : "";
    }

    private void advance(DeliveryState to) {
        boolean better = state.isFailure() ? to != DeliveryState.SENT : to.compareTo(state) > 0;
        if (better) {
            if (state.isFailure()) {
                endedAt = null;
                reason = acknowledgedAt != null ? reason : null;
            }
            state = to;
        }
        publish();
    }

    private void publish() {
        report = snapshot();
        push.changed(this);
        for (Milestone milestone : Milestone.values()) {
            if (isSettled(milestone) && settled.add(milestone)) {
                push.settled(milestone);
            }
        }
    }

    private DeliveryReport snapshot() {
        return new DeliveryReport(
                endpoint.toString(),
                state,
                state == DeliveryState.QUEUED ? lastProblem : reason,
                attempts,
                queuedAt,
                sentAt,
                fetchedAt,
                acknowledgedAt,
                endedAt,
                devices);
    }

    private void list(DeviceReceipt device) {
        if (devices.size() < MAX_LISTED_DEVICES) {
            devices.add(device);
            push.listed();
        }
    }

    /** The entry of the same device: same uid if both name one, else same address with nothing that speaks against it. */
    private int indexOf(String address, @Nullable String callsign, @Nullable String uid) {
        for (int i = 0; i < devices.size(); i++) {
            DeviceReceipt device = devices.get(i);
            boolean sameUid = uid == null || device.uid() == null || uid.equals(device.uid());
            boolean sameCallsign = callsign == null || device.callsign() == null || callsign.equals(device.callsign());
            if (device.address().equals(address) && sameUid && sameCallsign) {
                return i;
            }
        }
        return -1;
    }
}
