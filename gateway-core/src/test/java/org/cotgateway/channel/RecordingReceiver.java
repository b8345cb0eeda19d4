package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counters;

/** Writes down what it is given: for each event its remarks, or without them the uid that it links to. */
public final class RecordingReceiver implements Receiver {

    private static final Pattern REMARKS = Pattern.compile("<remarks[^>]*>([^<]*)</remarks>");
    private static final Pattern LINK = Pattern.compile("<link uid=\"([^\"]*)\"");

    /** One line for each write, the events in it separated by spaces. */
    public final List<String> writes = new ArrayList<>();

    public final List<String> offers = new ArrayList<>();
    private final Tally tally = new Tally(new Counters());
    public int flushes;
    /** How often it was told that nothing may follow for a gap. */
    public int rests;

    public long restMs;

    public long conflated;
    public long refused;
    public long lost;
    /** Events that it was not offered one by one, since it is closed. */
    public long droppedClosed;

    public boolean closed;
    public boolean refusesWrites;
    /** What it says waits for it. */
    public ReceiverStatus.Queue queue = ReceiverStatus.Queue.EMPTY;

    public WireFormat format = WireFormat.xml(Framing.NEWLINE, Edition.PLAIN);
    /** Done before it takes what it is offered. */
    public Runnable whenOffered = () -> {};
    /** Done within each write and each offer. */
    public Runnable whenWritten = () -> {};

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        whenOffered.run();
        event.taken();
        if (closed) {
            event.dropped(DropReason.CLOSED, "closed", tally);
            return OfferOutcome.CLOSED;
        }
        event.encode(WireProtocol.XML);
        offers.addAll(remarks(event.wire()));
        event.sent(0, tally);
        whenWritten.run();
        return OfferOutcome.QUEUED;
    }

    @Override
    public boolean takesBatches() {
        return true;
    }

    @Override
    public Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        if (refusesWrites) {
            return Written.NOT;
        }
        List<String> written = remarks(bytes);
        if (written.size() != to - from) {
            throw new AssertionError(to - from + " events are said to be in " + written);
        }
        writes.add(String.join(" ", written));
        whenWritten.run();
        return Written.pending(to - from);
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void rest(long gapMs) {
        rests++;
        restMs = gapMs;
    }

    @Override
    public void dropped(DropReason reason, long events) {
        switch (reason) {
            case CONFLATED -> conflated += events;
            case FULL -> refused += events;
            case LOST -> lost += events;
            case CLOSED -> droppedClosed += events;
            default -> throw new AssertionError(reason);
        }
    }

    /** How many events it was given or dropped, one way or another. */
    public long ended() {
        long written =
                writes.stream().mapToLong(write -> write.split(" ").length).sum();
        return written
                + offers.size()
                + conflated
                + refused
                + lost
                + tally.traffic().lost()
                + droppedClosed;
    }

    @Override
    public ReceiverStatus status() {
        return new ReceiverStatus(
                "recording", Transport.STCP, "xml", "connected", null, 0, null, queue, tally.traffic());
    }

    private static List<String> remarks(ByteBuf bytes) {
        List<String> found = new ArrayList<>();
        for (String event : bytes.toString(StandardCharsets.UTF_8).split("</event>")) {
            Matcher remarks = REMARKS.matcher(event);
            Matcher link = LINK.matcher(event);
            if (remarks.find()) {
                found.add(remarks.group(1));
            } else if (link.find()) {
                found.add(link.group(1));
            }
        }
        return found;
    }
}
