package org.cotgateway.device;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cotgateway.device.DeviceCounts.Count;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.FileShare;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * One simulated ATAK device: what it makes of the messages that its sockets bring. Identity and tally may be read on any
 * thread; everything else belongs to the fleet's event loop.
 */
public final class SimulatedDevice {

    private static final int MAX_REMEMBERED_FILES = 256;

    private final String callsign;
    private final String uid;
    private final InetSocketAddress address;
    private final DeviceSettings settings;
    private final FleetResources fleet;
    private final AckSender acks;
    private final @Nullable BurstReorder reorder;
    private final DeviceCounts counts = new DeviceCounts();
    private final ContactBook contacts = new ContactBook();
    private final DeviceMap map = new DeviceMap();
    private final Map<String, FileShare> takenFiles = new LinkedHashMap<>();
    private int transfers;

    /**
     * @param address where its sockets are bound
     * @param datagrams its UDP socket
     */
    SimulatedDevice(
            String callsign,
            InetSocketAddress address,
            Channel datagrams,
            DeviceSettings settings,
            FleetResources fleet) {
        this.callsign = callsign;
        this.uid = "SIM-" + callsign;
        this.address = address;
        this.settings = settings;
        this.fleet = fleet;
        this.acks = new AckSender(fleet, source(address), datagrams);
        this.reorder = settings.has(Fault.REORDER) ? new BurstReorder(fleet.loop()) : null;
    }

    /** The name it goes by, {@code DEV-001}. */
    public String callsign() {
        return callsign;
    }

    /** Its uid, stable from run to run: {@code SIM-DEV-001}. */
    public String uid() {
        return uid;
    }

    /** Where it listens, TCP and UDP. */
    public InetSocketAddress address() {
        return address;
    }

    /** What it has seen and done so far. */
    public DeviceTally tally() {
        return counts.tally();
    }

    /** What its map shows now. */
    public CompletableFuture<List<MapItem>> shown() {
        return CompletableFuture.supplyAsync(
                () -> {
                    expire(System.currentTimeMillis());
                    return map.shown();
                },
                fleet.loop());
    }

    /** Takes or drops a message of which the verdict is known. */
    void receive(Input input, InetSocketAddress from, int bytes, AtakVerdict verdict) {
        assert fleet.loop().inEventLoop();
        CotEvent event = verdict.event();
        if (event == null) {
            counts.increment(Count.REJECTED);
            fleet.observer().messageRejected(this, new RejectedMessage(input, from, bytes, verdict.violations()));
        } else if (reorder != null && input == Input.TCP) {
            reorder.later(() -> handOn(input, from, event));
        } else {
            handOn(input, from, event);
        }
    }

    private void handOn(Input input, InetSocketAddress from, CotEvent event) {
        boolean marker = map.take(event, System.currentTimeMillis());
        Optional<FileRequest> request = FileRequest.from(event);
        request.ifPresent(asked -> counts.increment(Count.TRANSFERS));
        counts.set(Count.SHOWN, map.size());
        counts.increment(Count.EVENTS);
        fleet.observer().eventSeen(this, new ReceivedEvent(event, input, from, marker));
        if (input != Input.TCP) {
            contacts.learn(event, from).ifPresent(learned -> {
                counts.set(Count.CONTACTS, contacts.size());
                fleet.observer().contactLearned(this, learned);
            });
        }
        request.ifPresent(asked -> new FileTransfer(this, settings, fleet, asked, ++transfers).start());
    }

    /** Takes off the map what has had its time. */
    void expire(long nowMs) {
        map.expire(nowMs);
        counts.set(Count.SHOWN, map.size());
    }

    /** Where its own connections come from. */
    InetSocketAddress source() {
        return source(address);
    }

    private static InetSocketAddress source(InetSocketAddress listening) {
        return new InetSocketAddress(listening.getAddress(), 0);
    }

    @Nullable
    DeviceContact contact(String contactUid) {
        return contacts.find(contactUid);
    }

    /** Whether a file of this name and hash was taken before. */
    boolean hasTaken(FileShare share) {
        return takenFiles.containsKey(key(share));
    }

    void take(FileShare share) {
        if (takenFiles.size() == MAX_REMEMBERED_FILES) {
            takenFiles.remove(takenFiles.keySet().iterator().next());
        }
        takenFiles.put(key(share), share);
    }

    private static String key(FileShare share) {
        return share.sha256().toLowerCase(Locale.ROOT) + ' ' + share.name();
    }

    /** Notes that a request for a file goes out. */
    void requesting(FileShare share, String url) {
        counts.increment(Count.REQUESTS);
        fleet.observer().downloadStarted(this, share, url);
    }

    /** Notes how a file request ended. */
    void finished(FinishedDownload download) {
        counts.increment(download.outcome() == FinishedDownload.Outcome.TAKEN ? Count.TAKEN : Count.NOT_TAKEN);
        fleet.observer().downloadFinished(this, download);
    }

    /** Sends an acknowledgement to the contact of this uid, if there is one that can be reached. */
    void acknowledge(String contactUid, AckResponse ack) {
        DeviceContact contact = contacts.find(contactUid);
        if (settings.has(Fault.NO_ACK)) {
            notSent(ack, "this device never acknowledges");
        } else if (contact == null) {
            notSent(ack, "no contact has the uid \"" + contactUid + "\"; contacts are learned by UDP only");
        } else if (contact.target() == null) {
            notSent(ack, "nothing can be sent to the contact endpoint \"" + contact.endpoint() + '"');
        } else {
            InetSocketAddress target = contact.target();
            acks.send(ack, target, contact.datagrams(), failure -> {
                if (failure == null) {
                    counts.increment(Count.ACKS_SENT);
                    fleet.observer().ackSent(this, ack, target);
                } else {
                    notSent(ack, failure);
                }
            });
        }
    }

    private void notSent(AckResponse ack, String why) {
        counts.increment(Count.ACKS_NOT_SENT);
        fleet.observer().ackNotSent(this, ack, why);
    }

    /** Judges what this device's own sockets bring. */
    MessageIntake intake() {
        return new MessageIntake() {
            @Override
            public void judge(Input input, InetSocketAddress from, ByteBuf message) {
                receive(input, from, message.readableBytes(), fleet.parser().judge(message));
            }

            @Override
            public void drop(Input input, InetSocketAddress from, int bytes, Violation why) {
                receive(input, from, bytes, AtakVerdict.rejected(why));
            }
        };
    }

    @Override
    public String toString() {
        return callsign + " at " + address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
