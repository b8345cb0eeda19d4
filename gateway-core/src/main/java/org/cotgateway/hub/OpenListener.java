package org.cotgateway.hub;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.cotgateway.channel.BadInput;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.DatagramListener;
import org.cotgateway.channel.DirectTcpListener;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.StreamListener;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.jspecify.annotations.Nullable;

/** A listener that is open, of whatever kind. */
sealed interface OpenListener {

    /** Where it really listens. */
    InetSocketAddress address();

    /** Who is connected and can be sent to; loop-only. */
    default List<ClientStream> connected() {
        return List.of();
    }

    /** How many those are; loop-only. */
    default int clientCount() {
        return 0;
    }

    /** What waits for them; loop-only. */
    default ReceiverStatus.Queue queue() {
        return ReceiverStatus.Queue.EMPTY;
    }

    /** How much of what came in was no good; loop-only. */
    BadInput bad();

    /** Who one of those is; loop-only. */
    default HubStatus.Login login(ClientStream client) {
        return HubStatus.Login.NONE;
    }

    /** Takes nobody new; who is there stays. Not for the loop. */
    void stopAccepting();

    /** Closes all connections, too. Not for the loop. */
    void close();

    /**
     * Goes on in another way. Loop-only.
     *
     * @param tls for those who connect from now on; null without TLS
     */
    void change(Listener to, ClientRules rules, @Nullable SslContext tls);

    record Streams(StreamListener listener, Clients clients) implements OpenListener {
        @Override
        public InetSocketAddress address() {
            return listener.address();
        }

        @Override
        public List<ClientStream> connected() {
            return listener.clients();
        }

        @Override
        public int clientCount() {
            return listener.clientCount();
        }

        @Override
        public ReceiverStatus.Queue queue() {
            return listener.queue();
        }

        @Override
        public BadInput bad() {
            return listener.bad();
        }

        @Override
        public HubStatus.Login login(ClientStream client) {
            return clients.login(client);
        }

        @Override
        public void stopAccepting() {
            listener.stopAccepting();
        }

        @Override
        public void close() {
            listener.close();
        }

        @Override
        public void change(Listener to, ClientRules rules, @Nullable SslContext tls) {
            if (to instanceof StreamInlet stream) {
                listener.change(stream.clients(), tls);
            }
            clients.change(to.membership(), rules);
        }
    }

    /**
     * Whose senders get nothing back.
     *
     * @param badInput as {@link #bad}
     * @param acceptEnd lets nobody new in; blocks
     * @param end closes the connections, too; blocks
     */
    record OneWay(
            InetSocketAddress address, OneWaySink sink, Supplier<BadInput> badInput, Runnable acceptEnd, Runnable end)
            implements OpenListener {

        static OneWay of(DirectTcpListener listener, OneWaySink sink) {
            return new OneWay(listener.address(), sink, listener::bad, listener::stopAccepting, listener::close);
        }

        static OneWay of(DatagramListener listener, OneWaySink sink) {
            return new OneWay(listener.address(), sink, listener::bad, listener::close, listener::close);
        }

        @Override
        public BadInput bad() {
            return badInput.get();
        }

        @Override
        public void stopAccepting() {
            acceptEnd.run();
        }

        @Override
        public void close() {
            end.run();
        }

        @Override
        public void change(Listener to, ClientRules rules, @Nullable SslContext tls) {
            sink.change(to.membership());
        }
    }
}
