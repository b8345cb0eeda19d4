package org.cotgateway.device;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One GET on a connection of its own, behind Netty's response decoder: asks, takes the body as it comes, tells how it
 * ended, closes. Only 200 counts; redirects are not followed, a coded body is taken as it is. Never holds more than one
 * piece of the file.
 *
 * <p>Runs on the event loop and hashes there: a simulated device has nothing more urgent to do.
 *
 * <p>Source: the requests of ATAK 5.5, which are libcurl's.
 */
final class PackageDownload extends SimpleChannelInboundHandler<HttpObject> {

    private static final int STALL_CHECKS = 12;

    private final DownloadUrl url;
    private final DownloadSettings settings;
    private final boolean damage;
    private final @Nullable PackageFile file;
    private final Consumer<DownloadEnd> whenEnded;
    private final MessageDigest hash = sha256();
    private @Nullable Integer status;
    private long bytes;
    private boolean ended;
    private long bytesAtCheck;
    private int slowChecks;

    /**
     * @param damage whether to spoil the first byte
     * @param file takes the body besides, or null
     * @param whenEnded told once, on the loop
     */
    PackageDownload(
            DownloadUrl url,
            DownloadSettings settings,
            boolean damage,
            @Nullable PackageFile file,
            Consumer<DownloadEnd> whenEnded) {
        this.url = url;
        this.settings = settings;
        this.damage = damage;
        this.file = file;
        this.whenEnded = whenEnded;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(url.request(), StandardCharsets.UTF_8), ctx.voidPromise());
        checkForStallLater(ctx);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (ended) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            fail(ctx, "not an HTTP response: " + part.decoderResult().cause().getMessage());
            return;
        }
        if (part instanceof HttpResponse response) {
            status = response.status().code();
        }
        if (status == null || HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL) {
            return;
        }
        if (status != HttpResponseStatus.OK.code()) {
            fail(ctx, "HTTP status " + status);
            return;
        }
        if (part instanceof HttpContent content) {
            take(ctx, content.content());
        }
        if (part instanceof LastHttpContent) {
            end(ctx, new DownloadEnd(status, bytes, HexFormat.of().formatHex(hash.digest()), file, ""));
        }
    }

    private void take(ChannelHandlerContext ctx, ByteBuf body) {
        if (!body.isReadable()) {
            return;
        }
        if (damage && bytes == 0) {
            body.setByte(body.readerIndex(), ~body.getByte(body.readerIndex()));
        }
        bytes += body.readableBytes();
        if (body.nioBufferCount() == 1) {
            hash.update(body.internalNioBuffer(body.readerIndex(), body.readableBytes()));
        } else {
            hash.update(ByteBufUtil.getBytes(body));
        }
        if (file != null) {
            file.write(body.retain());
            if (file.isBehind()) {
                ctx.channel().config().setAutoRead(false);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, status == null ? "closed without an answer" : "closed after " + bytes + " bytes of a longer answer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause instanceof IOException ? "connection broken: " + cause.getMessage() : cause.toString());
    }

    private void checkForStallLater(ChannelHandlerContext ctx) {
        long everyMs = Math.max(1, settings.stallAfter().toMillis() / STALL_CHECKS);
        ctx.executor().schedule(() -> checkForStall(ctx, everyMs), everyMs, TimeUnit.MILLISECONDS);
    }

    private void checkForStall(ChannelHandlerContext ctx, long everyMs) {
        if (ended) {
            return;
        }
        boolean slow = (bytes - bytesAtCheck) * 1_000 < settings.minBytesPerSecond() * everyMs;
        slowChecks = slow ? slowChecks + 1 : 0;
        bytesAtCheck = bytes;
        if (slowChecks >= STALL_CHECKS) {
            fail(ctx, "stalled for " + settings.stallAfter().toMillis() + " ms after " + bytes + " bytes");
        } else {
            checkForStallLater(ctx);
        }
    }

    private void fail(ChannelHandlerContext ctx, String why) {
        if (!ended) {
            if (file != null) {
                file.discard();
            }
            end(ctx, DownloadEnd.failed(status, bytes, why));
        }
    }

    private void end(ChannelHandlerContext ctx, DownloadEnd how) {
        ended = true;
        ctx.close();
        whenEnded.accept(how);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
