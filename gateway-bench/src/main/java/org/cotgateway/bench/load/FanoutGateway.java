package org.cotgateway.bench.load;

import io.netty.channel.EventLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cotgateway.channel.Inlet;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/**
 * What {@code fanout.c} is compared with when nobody feeds it: the gateway's hub with a listener for streams, in which the
 * publisher is part of the program, so that neither waits for the driver. The driver's one event becomes many, each of a uid
 * of its own, which are published one after the other: the next one when the operating system has the one before for all
 * clients, as a {@code send()} that blocks has it too. Each is made, encoded, routed and counted.
 *
 * <p>Prints its port. A line on standard input says how many events the driver's next one becomes, and how many connections there
 * are to be; it is answered with itself as soon as there are. Ends with its standard input, unless it waits for these.
 */
final class FanoutGateway {

    /** Enough for no two events of one uid to follow each other within the time in which one would replace the other. */
    private static final int UIDS = 10_000;

    /** How long a client that takes no more is waited for before it is looked again. */
    private static final long LOOK_AGAIN_US = 50;

    private static final int DELIVERIES_A_PASS = 100;

    private final BareHub bare = new BareHub(this::received);
    private final EventLoop loop = bare.loop;
    private final Counters counters = bare.counters;

    private volatile int copies = 1;
    /** Of the loop alone. */
    private long published;

    private FanoutGateway() {}

    /** Takes nothing. */
    public static void main(String[] args) throws IOException {
        FanoutGateway gateway = new FanoutGateway();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        gateway.bare.hub.apply(HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(anyPort)), List.of()));
        System.out.println(gateway.bare.hub.listeners().get(0).address().getPort());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String line;
        while ((line = commands.readLine()) != null) {
            String[] words = line.split(" ");
            gateway.copies = Integer.parseInt(words[0]);
            gateway.awaitConnections(Integer.parseInt(words[1]));
            System.out.println(line);
        }
        System.exit(0);
    }

    /**
     * To take a connection allocates thousands of bytes and takes longer than to make it, so that with many of them the
     * driver's event comes before the last are done with: what is measured then would have some of it.
     */
    private void awaitConnections(int connections) {
        while (counters.get(Counter.CLIENTS_CONNECTED) - counters.get(Counter.CLIENTS_LEFT) != connections) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** What clients send: the driver's event. */
    private void received(EventImage image, List<Violation> broken, Inlet from) {
        Copies next = new Copies(image.event(), from, unsent(), copies);
        loop.execute(next::publish);
    }

    /** Events for one client that the operating system has no room for yet, or that were dropped. */
    private long unsent() {
        return counters.get(Counter.EVENTS_OFFERED) - counters.get(Counter.EVENTS_SENT);
    }

    /** What becomes of one event of the driver's. */
    private final class Copies {

        private final CotEvent event;
        private final Inlet from;
        private final long unsentBefore;
        private int left;
        private long sentInPass;

        Copies(CotEvent event, Inlet from, long unsentBefore, int count) {
            this.event = event;
            this.from = from;
            this.unsentBefore = unsentBefore;
            this.left = count;
        }

        /** The one before has left: between its task and this one was that of the fan-out, which it began. */
        void publish() {
            if (unsent() > unsentBefore) {
                loop.schedule(this::publish, LOOK_AGAIN_US, TimeUnit.MICROSECONDS);
                return;
            }
            String uid = "copy-" + published++ % UIDS;
            EventImage image = bare.images.of(event.toBuilder().uid(uid).build());
            try {
                bare.hub.received(image, List.of(), from);
            } finally {
                image.release();
            }
            left--;
            if (left > 0) {
                goOn();
            }
        }

        /** With timers and sockets in between now and then, which the loop does not look after between tasks. */
        private void goOn() {
            long sent = counters.get(Counter.EVENTS_SENT);
            if (sent - sentInPass < DELIVERIES_A_PASS) {
                loop.execute(this::publish);
            } else {
                sentInPass = sent;
                loop.schedule(this::publish, 0, TimeUnit.NANOSECONDS);
            }
        }
    }
}
