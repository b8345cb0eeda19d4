package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;

/**
 * Bytes of a client to frames (RFC 6455, 5.2). Extensions are not spoken; whether text is UTF-8 is for {@link
 * WebSocketMessages}, which sees all of it. Loop-only.
 */
final class WebSocketFrames extends WebSocket13FrameDecoder {

    private boolean endsInFrame;

    /** @param maxFrameBytes a frame that announces more is refused before it comes */
    WebSocketFrames(int maxFrameBytes) {
        super(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(maxFrameBytes)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build());
    }

    /** Whether a frame has begun and is not all there. */
    boolean isInFrame() {
        return endsInFrame || actualReadableBytes() > 0;
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        super.decodeLast(ctx, in, out);
        endsInFrame = in.isReadable();
    }
}
