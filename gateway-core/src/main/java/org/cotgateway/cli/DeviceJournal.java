package org.cotgateway.cli;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.cotgateway.device.DeviceContact;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.DeviceTally;
import org.cotgateway.device.FinishedDownload;
import org.cotgateway.device.ReceivedEvent;
import org.cotgateway.device.RejectedMessage;
import org.cotgateway.device.SimulatedDevice;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.FileShare;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What simulated devices see, as lines to print and as the document at the end. Written on the devices' loop, which never
 * waits for the terminal: lines that are not printed in time are left out and counted.
 */
final class DeviceJournal implements DeviceObserver {

    private static final int MAX_WAITING_LINES = 10_000;
    private static final int MAX_KEPT = 100;

    private final OutputOptions output;
    private final boolean printing;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MAX_WAITING_LINES);
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong acks = new AtomicLong();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    DeviceJournal(OutputOptions output) {
        this.output = output;
        this.printing = !output.json();
    }

    /** Lines to print, oldest first. */
    BlockingQueue<String> lines() {
        return lines;
    }

    /** How many lines came faster than they were printed. */
    long leftOut() {
        return leftOut.get();
    }

    /** Events that all devices took together. */
    long events() {
        return events.get();
    }

    /** Acknowledgements that all devices sent together. */
    long acks() {
        return acks.get();
    }

    @Override
    public void eventSeen(SimulatedDevice device, ReceivedEvent received) {
        CotEvent event = received.event();
        String callsign = event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElse("");
        String way = received.input().name().toLowerCase(Locale.ROOT);
        String verb = received.marker() ? "shows" : "got";
        line(
                device,
                verb,
                event.type() + "  " + event.uid() + (callsign.isEmpty() ? "" : "  \"" + callsign + "\"") + "  by "
                        + way);
        keep(seen(device).events, new EventSeen(event.uid(), event.type(), callsign, way, received.marker()));
        events.incrementAndGet();
    }

    @Override
    public void messageRejected(SimulatedDevice device, RejectedMessage rejected) {
        for (Violation violation : rejected.violations()) {
            line(device, output.red("rejected"), violation + " (" + rejected.bytes() + " bytes)");
            keep(seen(device).rejected, violation.toString());
        }
    }

    @Override
    public void contactLearned(SimulatedDevice device, DeviceContact contact) {
        String unreachable = contact.target() == null ? output.yellow("  to which nothing can be sent") : "";
        line(device, "knows", contact.uid() + " at " + contact.endpoint() + unreachable);
    }

    @Override
    public void downloadStarted(SimulatedDevice device, FileShare asked, String url) {
        line(device, "asks", url);
    }

    @Override
    public void downloadFinished(SimulatedDevice device, FinishedDownload download) {
        boolean taken = download.outcome() == FinishedDownload.Outcome.TAKEN;
        String outcome = lowerCase(download.outcome());
        String saved = download.savedTo() == null ? "" : "  saved to " + download.savedTo();
        String detail = download.detail().isEmpty() ? "" : "  " + download.detail();
        line(
                device,
                taken ? output.green(outcome) : output.red(outcome),
                download.asked().name() + "  " + download.bytes() + " bytes" + saved + detail);
        keep(
                seen(device).downloads,
                new Download(
                        download.asked().name(),
                        outcome,
                        download.httpStatus(),
                        download.bytes(),
                        download.sha256(),
                        download.sizeMatches(),
                        download.sha256Matches(),
                        download.requests(),
                        Objects.toString(download.savedTo(), null),
                        download.detail()));
    }

    @Override
    public void ackSent(SimulatedDevice device, AckResponse ack, InetSocketAddress to) {
        line(device, "answers", "\"" + ack.reason() + "\" to " + to.getHostString() + ":" + to.getPort());
        acks.incrementAndGet();
    }

    @Override
    public void ackNotSent(SimulatedDevice device, AckResponse ack, String why) {
        line(device, output.yellow("silent"), why);
        keep(seen(device).acksNotSent, why);
    }

    private void line(SimulatedDevice device, String verb, String what) {
        if (printing && !lines.offer(output.bold(device.callsign()) + "  " + verb + "  " + what)) {
            leftOut.incrementAndGet();
        }
    }

    private Seen seen(SimulatedDevice device) {
        return seen.computeIfAbsent(device.uid(), uid -> new Seen());
    }

    private static <T> void keep(List<T> list, T item) {
        if (list.size() < MAX_KEPT) {
            list.add(item);
        }
    }

    /** The document; to be asked for when the devices have stopped. */
    Map<String, Object> document(List<SimulatedDevice> devices, long elapsedMs) {
        List<DeviceReport> reports = new ArrayList<>(devices.size());
        for (SimulatedDevice device : devices) {
            Seen own = seen(device);
            reports.add(new DeviceReport(
                    device.callsign(),
                    device.uid(),
                    device.address().getHostString() + ":" + device.address().getPort(),
                    device.tally(),
                    own.events,
                    own.rejected,
                    own.downloads,
                    own.acksNotSent));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("devices", devices.size());
        document.put("events", events());
        document.put("acks", acks());
        document.put("elapsedMs", elapsedMs);
        document.put("seen", reports);
        return document;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The first of everything that one device saw. */
    private static final class Seen {
        private final List<EventSeen> events = new ArrayList<>();
        private final List<String> rejected = new ArrayList<>();
        private final List<Download> downloads = new ArrayList<>();
        private final List<String> acksNotSent = new ArrayList<>();
    }

    private record DeviceReport(
            String callsign,
            String uid,
            String address,
            DeviceTally tally,
            List<EventSeen> events,
            List<String> rejected,
            List<Download> downloads,
            List<String> acksNotSent) {}

    private record EventSeen(String uid, String type, String callsign, String input, boolean marker) {}

    private record Download(
            String name,
            String outcome,
            @Nullable Integer httpStatus,
            long bytes,
            String sha256,
            boolean sizeMatches,
            boolean sha256Matches,
            int requests,
            @Nullable String savedTo,
            String detail) {}
}
