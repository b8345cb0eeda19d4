package org.cotgateway.device;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.cotgateway.device.FinishedDownload.Outcome;
import org.cotgateway.event.FileShare;
import org.jspecify.annotations.Nullable;

/**
 * One file request from the first try to the check of what came. A try that fails is repeated at once on the sender's
 * own address, unless the URL is a TAK server's; then the device waits and tries again. The acknowledgement goes off as
 * soon as an answer with status 200 has come whole; only then are size and hash compared. Loop-only.
 *
 * <p>Source: ATAK 5.5.
 */
final class FileTransfer {

    static final String TRANSFERRED = "File transferred successfully";
    static final String ALREADY_THERE = "File already exists; transfer not needed";
    static final String DISABLED = "File transfers disabled";
    static final String UNABLE = "Unable to download";

    private static final int MAX_HEADER_BYTES = 65_536;

    private final SimulatedDevice device;
    private final DeviceSettings settings;
    private final FleetResources fleet;
    private final FileRequest request;
    private final int id;
    private int tries;
    private int requests;

    /** @param id tells this transfer from the device's others */
    FileTransfer(SimulatedDevice device, DeviceSettings settings, FleetResources fleet, FileRequest request, int id) {
        this.device = device;
        this.settings = settings;
        this.fleet = fleet;
        this.request = request;
        this.id = id;
    }

    void start() {
        assert fleet.loop().inEventLoop();
        FileShare share = request.share();
        if (settings.has(Fault.NO_FETCH)) {
            device.acknowledge(share.senderUid(), request.failure(device.uid(), DISABLED));
            finish(Outcome.DISABLED, DownloadEnd.failed(null, 0, DISABLED), null, DISABLED);
        } else if (device.hasTaken(share)) {
            device.acknowledge(share.senderUid(), request.success(device.uid(), ALREADY_THERE));
            finish(Outcome.ALREADY_TAKEN, DownloadEnd.failed(null, 0, ALREADY_THERE), null, "");
        } else {
            firstTry(share);
        }
    }

    private void firstTry(FileShare share) {
        DownloadUrl url;
        try {
            url = DownloadUrl.parse(share.senderUrl(), device.callsign());
        } catch (IllegalArgumentException notTried) {
            giveUp(DownloadEnd.failed(null, 0, String.valueOf(notTried.getMessage())));
            return;
        }
        tries = 1;
        get(url, end -> ended(url, end));
    }

    private void ended(DownloadUrl url, DownloadEnd end) {
        @Nullable DownloadUrl atSender = onSendersAddress(url);
        if (end.succeeded()) {
            downloaded(end);
        } else if (atSender == null) {
            tryAgainLater(url, end);
        } else {
            get(atSender, second -> {
                if (second.succeeded()) {
                    downloaded(second);
                } else {
                    tryAgainLater(url, second);
                }
            });
        }
    }

    private void tryAgainLater(DownloadUrl url, DownloadEnd failed) {
        if (tries == settings.downloads().tries()) {
            giveUp(failed);
            return;
        }
        tries++;
        fleet.loop()
                .schedule(
                        () -> get(url, end -> ended(url, end)),
                        settings.downloads().retryAfter().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private @Nullable DownloadUrl onSendersAddress(DownloadUrl url) {
        DeviceContact sender = device.contact(request.share().senderUid());
        return url.onServer() || sender == null || sender.target() == null
                ? null
                : url.on(sender.target().getAddress().getHostAddress());
    }

    private void get(DownloadUrl url, DownloadListener listener) {
        requests++;
        device.requesting(request.share(), url.toString());
        if (NetUtil.isValidIpV4Address(url.host())) {
            connect(url, new InetSocketAddress(url.host(), url.port()), listener);
        } else {
            fleet.resolve(url.host(), url.port(), address -> {
                if (address == null) {
                    listener.ended(DownloadEnd.failed(null, 0, "no such host: " + url.host()));
                } else {
                    connect(url, address, listener);
                }
            });
        }
    }

    /**
     * Connects from the device's own address:
     *
     * <pre>
     *   socket -> [SlowReads] -> HttpResponseDecoder -> PackageDownload
     *   socket &lt;----------------- the request's bytes ----------------
     * </pre>
     */
    private void connect(DownloadUrl url, InetSocketAddress server, DownloadListener listener) {
        DownloadSettings downloads = settings.downloads();
        Bootstrap bootstrap = new Bootstrap()
                .group(fleet.loop())
                .channelFactory(fleet.sockets()::newSocket)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(downloads.connectTimeout().toMillis()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        fleet.channels().add(socket);
                        if (settings.has(Fault.SLOW)) {
                            socket.pipeline().addLast(new SlowReads(settings.slowBytesPerSecond()));
                        }
                        socket.pipeline()
                                .addLast(new HttpResponseDecoder(
                                        new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES)))
                                .addLast(new PackageDownload(
                                        url, downloads, settings.has(Fault.CORRUPT), fileFor(socket), listener::ended));
                    }
                });
        if (settings.has(Fault.SLOW)) {
            bootstrap.option(ChannelOption.SO_RCVBUF, SlowReads.KERNEL_BUFFER_BYTES);
        }
        bootstrap.connect(server, device.source()).addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                listener.ended(DownloadEnd.failed(
                        null, 0, String.valueOf(connected.cause().getMessage())));
            }
        });
    }

    private @Nullable PackageFile fileFor(SocketChannel socket) {
        Path saveDir = settings.saveDir();
        if (saveDir == null) {
            return null;
        }
        Path own = saveDir.resolve(PackageFile.safeName(device.callsign()));
        return new PackageFile(
                own,
                request.share().filename(),
                id,
                fleet,
                () -> socket.config().setAutoRead(true));
    }

    private void downloaded(DownloadEnd end) {
        FileShare share = request.share();
        device.acknowledge(share.senderUid(), request.success(device.uid(), TRANSFERRED));
        boolean right = end.bytes() == share.sizeInBytes() && end.sha256().equalsIgnoreCase(share.sha256());
        if (right) {
            device.take(share);
        }
        PackageFile file = end.file();
        if (file == null) {
            finish(outcome(end, right), end, null, right ? "" : mismatch(end));
        } else if (right) {
            file.keep((path, failure) -> finish(outcome(end, right), end, path, notSaved(failure)));
        } else {
            file.discard();
            finish(outcome(end, right), end, null, mismatch(end));
        }
    }

    private static Outcome outcome(DownloadEnd end, boolean right) {
        if (end.bytes() == 0) {
            return Outcome.EMPTY;
        }
        return right ? Outcome.TAKEN : Outcome.CORRUPT;
    }

    private String mismatch(DownloadEnd end) {
        FileShare share = request.share();
        return end.bytes() == share.sizeInBytes()
                ? "sha256 is " + end.sha256() + ", announced was " + share.sha256()
                : end.bytes() + " bytes came, announced were " + share.sizeInBytes();
    }

    private static String notSaved(@Nullable IOException failure) {
        return failure == null ? "" : "could not be saved: " + failure;
    }

    private void giveUp(DownloadEnd end) {
        device.acknowledge(request.share().senderUid(), request.failure(device.uid(), UNABLE));
        finish(Outcome.FAILED, end, null, end.failure());
    }

    private void finish(Outcome outcome, DownloadEnd end, @Nullable Path savedTo, String detail) {
        FileShare share = request.share();
        device.finished(new FinishedDownload(
                share,
                outcome,
                end.status(),
                end.bytes(),
                end.sha256(),
                end.succeeded() && end.bytes() == share.sizeInBytes(),
                end.sha256().equalsIgnoreCase(share.sha256()),
                requests,
                savedTo,
                detail));
    }

    private interface DownloadListener {
        void ended(DownloadEnd end);
    }
}
