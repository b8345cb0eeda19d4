package org.cotgateway;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.cotgateway.api.marti.MartiSettings;
import org.cotgateway.api.upload.UploadSettings;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.hub.LatestSettings;
import org.cotgateway.push.PushSettings;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set of a gateway.
 *
 * @param uid the gateway's uid as a contact of devices; null for the one kept in the data directory, or a random one
 *     without a data directory
 * @param callsign its callsign as a contact
 * @param direct where it listens for direct TCP messages, acknowledgements among them; port 0 for any that is free
 * @param http where and how it serves data packages
 * @param advertise the IP address or host name that devices are told for downloads and acknowledgements; null to tell
 *     each device the local address that routes to it
 * @param dataDirectory where packages and the fetch ledger are kept; belongs to one gateway at a time; null for a
 *     temporary one that is deleted on close
 * @param storeBytes most bytes of stored packages, at least 1
 * @param ledgerClients most clients that the fetch ledger remembers, at least 1
 * @param sockets how sockets are driven; null for the best that this machine has
 * @param workers threads that build packages, as many others that read files, and as many that write what is told of the
 *     gateway, at least 1
 * @param channel what carries events
 * @param push bounds of pushes
 * @param latest how much of the latest state is kept
 * @param uploads what may be uploaded
 * @param marti what devices may ask as of a TAK Server
 */
public record GatewaySettings(
        @Nullable String uid,
        String callsign,
        InetSocketAddress direct,
        HttpSettings http,
        @Nullable String advertise,
        @Nullable Path dataDirectory,
        long storeBytes,
        int ledgerClients,
        @Nullable SocketKind sockets,
        int workers,
        ChannelSettings channel,
        PushSettings push,
        LatestSettings latest,
        UploadSettings uploads,
        MartiSettings marti) {

    /** Listens on all addresses and free ports, keeps nothing beyond its close. */
    public static final GatewaySettings DEFAULT = builder().build();

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these. */
    public Builder toBuilder() {
        return builder()
                .uid(uid)
                .callsign(callsign)
                .direct(direct)
                .http(http)
                .advertise(advertise)
                .dataDirectory(dataDirectory)
                .storeBytes(storeBytes)
                .ledgerClients(ledgerClients)
                .sockets(sockets)
                .workers(workers)
                .channel(channel)
                .push(push)
                .latest(latest)
                .uploads(uploads)
                .marti(marti);
    }

    /** Makes settings; whatever is not set has its default. Not thread-safe. */
    public static final class Builder {
        private static final InetSocketAddress ANY = new InetSocketAddress("0.0.0.0", 0);

        private @Nullable String uid;
        private String callsign = "CoT Gateway";
        private InetSocketAddress direct = ANY;
        private HttpSettings http = HttpSettings.on(ANY);
        private @Nullable String advertise;
        private @Nullable Path dataDirectory;
        private long storeBytes = StoreSettings.DEFAULT_MAX_BYTES;
        private int ledgerClients = 100_000;
        private @Nullable SocketKind sockets;
        private int workers = 2;
        private ChannelSettings channel = ChannelSettings.DEFAULT;
        private PushSettings push = PushSettings.DEFAULT;
        private LatestSettings latest = LatestSettings.DEFAULT;
        private UploadSettings uploads = UploadSettings.DEFAULT;
        private MartiSettings marti = MartiSettings.DEFAULT;

        private Builder() {}

        public Builder uid(@Nullable String value) {
            uid = value;
            return this;
        }

        public Builder callsign(String value) {
            callsign = value;
            return this;
        }

        /** Listens on this address, for direct messages and HTTP alike; the ports stay as they are. */
        public Builder bind(String host) {
            direct = new InetSocketAddress(host, direct.getPort());
            http = http.at(new InetSocketAddress(host, http.address().getPort()));
            return this;
        }

        public Builder direct(InetSocketAddress value) {
            direct = value;
            return this;
        }

        public Builder directPort(int port) {
            direct = new InetSocketAddress(direct.getHostString(), port);
            return this;
        }

        public Builder httpPort(int port) {
            http = http.at(new InetSocketAddress(http.address().getHostString(), port));
            return this;
        }

        public Builder http(HttpSettings value) {
            http = value;
            return this;
        }

        public Builder advertise(@Nullable String host) {
            advertise = host;
            return this;
        }

        public Builder dataDirectory(@Nullable Path directory) {
            dataDirectory = directory;
            return this;
        }

        public Builder storeBytes(long value) {
            storeBytes = value;
            return this;
        }

        public Builder ledgerClients(int value) {
            ledgerClients = value;
            return this;
        }

        public Builder sockets(@Nullable SocketKind value) {
            sockets = value;
            return this;
        }

        public Builder workers(int value) {
            workers = value;
            return this;
        }

        public Builder channel(ChannelSettings value) {
            channel = value;
            return this;
        }

        public Builder push(PushSettings value) {
            push = value;
            return this;
        }

        public Builder latest(LatestSettings value) {
            latest = value;
            return this;
        }

        public Builder uploads(UploadSettings value) {
            uploads = value;
            return this;
        }

        public Builder marti(MartiSettings value) {
            marti = value;
            return this;
        }

        public GatewaySettings build() {
            return new GatewaySettings(
                    uid,
                    callsign,
                    direct,
                    http,
                    advertise,
                    dataDirectory,
                    storeBytes,
                    ledgerClients,
                    sockets,
                    workers,
                    channel,
                    push,
                    latest,
                    uploads,
                    marti);
        }
    }
}
