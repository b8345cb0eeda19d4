package org.cotgateway.device;

import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.FileShare;

/** Keeps what devices report, in order, for tests to wait for. */
final class RecordingObserver implements DeviceObserver {

    private static final long PATIENCE_SECONDS = 20;

    final BlockingQueue<ReceivedEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<RejectedMessage> rejected = new LinkedBlockingQueue<>();
    final BlockingQueue<DeviceContact> contacts = new LinkedBlockingQueue<>();
    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<FinishedDownload> downloads = new LinkedBlockingQueue<>();
    final BlockingQueue<AckResponse> acksSent = new LinkedBlockingQueue<>();
    final BlockingQueue<String> acksNotSent = new LinkedBlockingQueue<>();

    /** The next one of these, waited for. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
        }
        return next;
    }

    ReceivedEvent nextEvent() throws InterruptedException {
        return next(events);
    }

    @Override
    public void eventSeen(SimulatedDevice device, ReceivedEvent received) {
        events.add(received);
    }

    @Override
    public void messageRejected(SimulatedDevice device, RejectedMessage message) {
        rejected.add(message);
    }

    @Override
    public void contactLearned(SimulatedDevice device, DeviceContact contact) {
        contacts.add(contact);
    }

    @Override
    public void downloadStarted(SimulatedDevice device, FileShare asked, String url) {
        requests.add(url);
    }

    @Override
    public void downloadFinished(SimulatedDevice device, FinishedDownload download) {
        downloads.add(download);
    }

    @Override
    public void ackSent(SimulatedDevice device, AckResponse ack, InetSocketAddress to) {
        acksSent.add(ack);
    }

    @Override
    public void ackNotSent(SimulatedDevice device, AckResponse ack, String why) {
        acksNotSent.add(why);
    }
}
