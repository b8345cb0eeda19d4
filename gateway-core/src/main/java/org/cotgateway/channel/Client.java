package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Somebody who has connected: a receiver with an outbox of its own, and a way in. One that does not take what is sent
 * gets the newest of each uid when it goes on; one whose outbox stays full is closed. Loop-only.
 */
public abstract sealed class Client implements Receiver, Inlet permits ClientStream, WebSocketClient {

    private static final Logger log = LoggerFactory.getLogger(Client.class);

    final LoopContext context;
    final Outbox outbox;
    private final InetSocketAddress address;
    private final ClientPace pace;
    private boolean over;
    /** Whether what the outbox holds is to be written at the end of the loop's pass. */
    private boolean pumping;
    /** Whether it has said that something waits for it. */
    private boolean busy;

    private @Nullable OpenClients<?> among;

    Client(InetSocketAddress address, Outbox outbox, LoopContext context) {
        this.address = address;
        this.outbox = outbox;
        this.context = context;
        this.pace = new ClientPace(outbox);
    }

    /** In which form events are written to it now. */
    abstract WireProtocol protocol();

    abstract Transport transport();

    /** Writes events that lie ready as bytes, as many as it takes; see {@link Receiver#writeNow}. */
    abstract Written write(ByteBuf bytes, List<EventImage> events, int from, int to);

    /** Takes from the outbox what the connection takes, and flushes once. */
    abstract void pump();

    /** Lets go what was written. */
    abstract void flushConnection();

    /** Counts what has left. */
    abstract void countWhatLeft();

    /**
     * Looks after what takes time.
     *
     * @param nowMs {@link LoopContext#ticksMs}
     * @param expiryMs {@link LoopContext#expiryMs}
     */
    abstract void tick(long nowMs, long expiryMs);

    /** Ends it. */
    public abstract void close(String why);

    /** Whom it tells when it has to be looked after more often. */
    final void isAmong(OpenClients<?> clients) {
        among = clients;
    }

    /** Whether something waits for it, in its outbox or in the channel; asked after it has said so. */
    final boolean isStillBusy() {
        busy = !over && (!outbox.isEmpty() || outbox.tally().hasInChannel());
        return busy;
    }

    private void becomeBusy() {
        if (!busy && among != null) {
            busy = true;
            among.becameBusy(this);
        }
    }

    /** It can be sent to from now on. */
    final void begin() {
        pace.begin(context.ticksMs());
        outbox.tally().connected(context.nowMs());
    }

    /** Whether it can be sent to no more. */
    final boolean isOver() {
        return over;
    }

    /** It can be sent to no more; whatever waits is dropped. */
    final void end(String why) {
        over = true;
        blockPath();
        outbox.close(why);
    }

    /** Whether it has been silent for so long; while nobody is read, nobody can be heard. */
    final boolean isSilent(long nowMs, long activeMs, Duration timeout) {
        return pace.isSilent(nowMs, activeMs, !context.readingPause.isOn(), timeout);
    }

    /**
     * Lets what waits go on, and closes it if it takes too little of that.
     *
     * @param nowMs {@link LoopContext#ticksMs}
     * @param expiryMs {@link LoopContext#expiryMs}
     */
    final void tickOutbox(long nowMs, long expiryMs, Duration slowTimeout) {
        pace.watch(nowMs);
        if (!outbox.isEmpty()) {
            outbox.expire(expiryMs);
            pump();
        }
        if (over) {
            return;
        }
        if (pace.isTooSlow(nowMs, slowTimeout)) {
            tooSlow("its outbox has been full for " + FailureText.of(slowTimeout));
        } else if (context.readingPause.isMemoryShort() && pace.takesNothing(nowMs, slowTimeout)) {
            // Only those who take nothing can make room.
            tooSlow("memory is short, and nothing more could be written to it for " + FailureText.of(slowTimeout));
        }
    }

    /** It is gone, though we had not closed it. */
    final void tellLost(Logger to, String why) {
        if (why.equals(FailureText.NO_ANSWER)) {
            context.counters.increment(Counter.CLIENTS_VANISHED);
            int waiting = outbox.queue().events();
            String left = waiting == 1 ? "1 event" : waiting + " events";
            tellEnd(to, "client {} has vanished: it acknowledges nothing; {} waited for it{}", left);
        } else {
            tellEnd(to, "client {} has left: {}{}", why);
        }
    }

    private void tooSlow(String why) {
        context.counters.increment(Counter.CLIENTS_TOO_SLOW);
        log.warn("client {} is too slow: {}", this, why);
        close("too slow");
    }

    @Override
    public final InetSocketAddress address() {
        return address;
    }

    /** The endpoint that it can be named by: where it comes from. Nobody could dial it there. */
    public final Endpoint endpoint() {
        String host = NetUtil.toAddressString(address.getAddress());
        return transport() == Transport.TLS
                ? Endpoint.tls(host, address.getPort())
                : Endpoint.stcp(host, address.getPort());
    }

    @Override
    public final Receiver receiver() {
        return this;
    }

    @Override
    public final void tooLargeForStreams() {
        outbox.tally().tooLargeForStreams();
    }

    @Override
    public final void brokeRules() {
        outbox.tally().invalid();
    }

    @Override
    public final OfferOutcome offer(OutboundEvent event) {
        blockPath();
        OfferOutcome outcome = outbox.offer(event, protocol(), context.nowMs());
        if (outcome.accepted()) {
            becomeBusy();
            if (!pumping) {
                pumping = true;
                // At the end of the pass, since events often come many at a time.
                context.loop.execute(this::pumpOnce);
            }
        }
        return outcome;
    }

    @Override
    public final boolean takesBatches() {
        return true;
    }

    @Override
    public final Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        return over || !outbox.mayBePassedBy(events, from, to) ? Written.NOT : write(bytes, events, from, to);
    }

    @Override
    public final void flush() {
        flushConnection();
        if (outbox.tally().hasInChannel()) {
            becomeBusy();
        }
    }

    @Override
    public final void rest(long gapMs) {
        if (!over) {
            blockPath();
            outbox.rest(context.nowMs(), gapMs);
            becomeBusy();
        }
    }

    /** What waits, or a form that changes, is not to be overtaken. */
    final void blockPath() {
        SocketPath path = path();
        if (path != null) {
            path.block();
        }
    }

    @Override
    public final void dropped(DropReason reason, long events) {
        outbox.tally().droppedBefore(reason, events);
    }

    /** What was bad is for the operator to see, who may see nothing but warnings. */
    final void tellEnd(Logger to, String line, String why) {
        String bad = outbox.tally().badInConnection();
        to.atLevel(bad.isEmpty() ? Level.INFO : Level.WARN).log(line, this, why, bad);
    }

    @Override
    public final ReceiverStatus status() {
        countWhatLeft();
        String state = over ? "closed" : pace.state(context.ticksMs());
        return outbox.status(AddressText.of(address), transport(), protocol(), state, 0);
    }

    final ReceiverStatus.Queue queue() {
        return outbox.queue();
    }

    private void pumpOnce() {
        pumping = false;
        pump();
    }
}
