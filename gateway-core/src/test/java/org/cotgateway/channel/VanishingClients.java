package org.cotgateway.channel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;

/** A listener whose clients, in another network namespace, are cut off. Prints what becomes of them. */
final class VanishingClients {

    private static final Duration USER_TIMEOUT = Duration.ofSeconds(4);
    private static final int EVENTS = 4_000;

    private final Clients clients = new Clients();
    private final EventImages images = Gateway.images();
    private final List<Process> processes = new ArrayList<>();
    private final String namespaceOf;

    private VanishingClients(String namespaceOf) {
        this.namespaceOf = namespaceOf;
    }

    /** @param args a process in the namespace for clients */
    public static void main(String[] args) throws Exception {
        new VanishingClients(args[0]).run();
    }

    private void run() throws Exception {
        try (Gateway gateway = new Gateway(SocketKind.EPOLL, Settings.userTimeout(USER_TIMEOUT));
                StreamListener listener = StreamListener.bind(
                        gateway.senders,
                        new InetSocketAddress("192.0.2.1", 0),
                        ClientSettings.DEFAULT.with(ProtocolChoice.XML),
                        null,
                        clients)) {
            int port = listener.address().getPort();
            ClientStream reading = connect(port, "exec cat <&3 >/dev/null");
            ClientStream deaf = connect(port, "exec sleep 100");
            connect(port, "exec sleep 100");
            offer(gateway, deaf, EVENTS);
            Await.until(() -> gateway.onLoop(deaf::status).queue().waiting() > 0);
            run("ip", "link", "set", "far", "down");
            offer(gateway, reading, 1);
            Await.until(() -> clients.left.size() == 3);
            System.out.println("left: " + clients.left);
            System.out.println("vanished: " + gateway.count(Counter.CLIENTS_VANISHED));
            System.out.println("too slow: " + gateway.count(Counter.CLIENTS_TOO_SLOW));
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private ClientStream connect(int port, String then) throws Exception {
        int before = clients.connected.size();
        processes.add(start("bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/" + port + "; " + then));
        Await.until(() -> clients.connected.size() > before);
        return clients.connected.get(before);
    }

    private void offer(Gateway gateway, ClientStream client, int events) {
        gateway.onLoop(() -> {
            for (int i = 0; i < events; i++) {
                EventImage image = images.of(CotEvents.marker("u-" + i, "Well", 48.2, 16.3)
                        .remarks("x".repeat(5_000))
                        .build());
                client.offer(Fanout.outbound(image, client));
                image.release();
            }
            return true;
        });
    }

    private void run(String... command) throws Exception {
        if (start(command).waitFor() != 0) {
            throw new IllegalStateException("failed: " + List.of(command));
        }
    }

    private Process start(String... command) throws Exception {
        List<String> inNamespace = new ArrayList<>(List.of("nsenter", "--target", namespaceOf, "--net"));
        inNamespace.addAll(List.of(command));
        return new ProcessBuilder(inNamespace).inheritIO().start();
    }
}
