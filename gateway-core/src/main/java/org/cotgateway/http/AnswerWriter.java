package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.flow.FlowControlHandler;
import java.util.List;
import java.util.function.Consumer;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * Writes one connection's answers. After the last byte of an answer it asks for the next request, or closes: output
 * first, and the rest when the client has closed or after a short wait, since a socket that is closed with input unread
 * resets the connection and can take the answer with it. Loop-only.
 */
final class AnswerWriter {

    private final Channel channel;
    private final ClientDeadline deadline;
    private final HttpDate date;
    private final Counters counters;
    private boolean answering;
    private boolean begun;
    private boolean last;
    private boolean sayKeepAlive;
    /** HTTP/1.0 ends a body of unknown length by closing. */
    private boolean knowsChunks;
    /** Whether parts of the request are still to come that nobody wants any more once it is answered. */
    private boolean receiving;

    private @Nullable AnswerStream stream;

    AnswerWriter(Channel channel, ClientDeadline deadline, HttpDate date, Counters counters) {
        this.channel = channel;
        this.deadline = deadline;
        this.date = date;
        this.counters = counters;
    }

    /** Begins to answer this request. */
    void answering(HttpRequest request) {
        last = !HttpUtil.isKeepAlive(request);
        sayKeepAlive = !request.protocolVersion().isKeepAliveDefault();
        knowsChunks = request.protocolVersion().isKeepAliveDefault();
        answering = true;
        deadline.answering();
    }

    /** The same, of a request whose body is still to come: answered before {@link #received}, it is the last one. */
    void receiving(HttpRequest request) {
        answering(request);
        receiving = true;
        deadline.receiving();
    }

    /** The body of the request is complete. */
    void received() {
        receiving = false;
        if (!begun) {
            deadline.answering();
        }
    }

    /** The body of the request is held up by this side, so that the client cannot be late. */
    void waitingForUs() {
        deadline.waiting();
    }

    /** The body of the request goes on. */
    void waitingForBody() {
        deadline.receiving();
    }

    /** So much of the body has come. */
    void received(int bytes) {
        deadline.received(bytes);
    }

    /** What has come of the body is of use by itself. */
    void progressed() {
        deadline.progressed();
    }

    /** Whether an answer has begun to be written. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether an answer is under way, or the last one has been given: nothing is to be read then. */
    boolean isAnswering() {
        return answering;
    }

    /** Whether the connection ends with the answer that has been begun: what comes behind its request is not answered. */
    boolean isLast() {
        return last;
    }

    /** The connection. */
    Channel channel() {
        return channel;
    }

    /** Begins an answer after which the connection ends. */
    void answeringLast() {
        last = true;
        answering = true;
        deadline.answering();
    }

    /** Answers with a problem document. */
    void problem(HttpResponseStatus status, HttpHeaders headers, String detail, List<Violation> violations) {
        byte[] document = Problem.document(status, detail, violations);
        headers.set(HttpHeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, document.length);
        full(status, headers, Unpooled.wrappedBuffer(document));
    }

    /** Answers without a body; says nothing of its length. */
    void empty(HttpResponseStatus status, HttpHeaders headers) {
        full(status, headers, Unpooled.EMPTY_BUFFER);
    }

    /** Answers with a body, which is released by the writing of it. */
    void body(HttpResponseStatus status, HttpHeaders headers, AnswerBody body, BodyObserver observer) {
        begin(status, headers);
        channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
        if (body.message() instanceof FileBody || body.length() > BodySlices.SLICE_BYTES) {
            new BodySlices(channel, deadline, body, observer, this::written).begin();
            return;
        }
        ChannelProgressivePromise bodyWritten = channel.newProgressivePromise();
        bodyWritten.addListener(new WriteProgress(deadline, body.length(), observer));
        channel.write(body.message(), bodyWritten);
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener((ChannelFutureListener) this::written);
    }

    /** Writes the rest of an answer that has begun before there was a pipeline, after which the connection ends. */
    void rest(AnswerBody rest, BodyObserver observer) {
        answeringLast();
        begun = true;
        ChannelProgressivePromise restWritten = channel.newProgressivePromise();
        restWritten.addListener(new WriteProgress(deadline, rest.length(), observer));
        restWritten.addListener((ChannelFutureListener) this::written);
        channel.writeAndFlush(rest.message(), restWritten);
    }

    /** Answers with a body of unknown length. */
    AnswerStream stream(HttpResponseStatus status, HttpHeaders headers, AnswerStream.Listener listener) {
        last |= !knowsChunks;
        begin(status, headers);
        if (knowsChunks) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        channel.writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
        AnswerStream begunStream = new AnswerStream(channel, deadline, this::written, listener);
        stream = begunStream;
        deadline.waiting();
        return begunStream;
    }

    /** Answers with 101 and gives the connection away. */
    void upgrade(HttpHeaders headers, Consumer<Channel> taker) {
        begun = true;
        HttpHeaders noTrailers = DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders();
        channel.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SWITCHING_PROTOCOLS,
                        Unpooled.EMPTY_BUFFER,
                        headers,
                        noTrailers))
                .addListener((ChannelFutureListener) answer -> {
                    if (answer.isSuccess()) {
                        deadline.waiting();
                        giveAway(taker);
                    } else {
                        channel.close();
                    }
                });
    }

    /** HTTP's own handlers go from the tail to the head: what the decoder has left over comes out when it goes. */
    private void giveAway(Consumer<Channel> taker) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(RequestHandler.class);
        pipeline.remove(FlowControlHandler.class);
        taker.accept(channel);
        pipeline.remove(HttpServerCodec.class);
        pipeline.remove(ClientDeadline.class);
    }

    /** The client takes bytes again, or takes no more for now. */
    void writabilityChanged() {
        if (stream != null) {
            stream.writabilityChanged();
        }
    }

    /** The client is gone. */
    void closed() {
        if (stream != null) {
            stream.closed();
        }
    }

    void full(HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {
        begin(status, headers);
        HttpHeaders noTrailers = DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders();
        channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body, headers, noTrailers))
                .addListener((ChannelFutureListener) this::written);
    }

    private void begin(HttpResponseStatus status, HttpHeaders headers) {
        assert channel.eventLoop().inEventLoop();
        begun = true;
        last |= receiving;
        if (receiving) {
            deadline.answering();
        }
        if (status.codeClass() == HttpStatusClass.CLIENT_ERROR) {
            counters.increment(Counter.HTTP_REJECTED);
        } else if (status.codeClass() == HttpStatusClass.SERVER_ERROR) {
            counters.increment(Counter.HTTP_FAILED);
        }
        headers.set(HttpHeaderNames.DATE, date.now());
        if (last) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (sayKeepAlive) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private void written(ChannelFuture answer) {
        if (!answer.isSuccess()) {
            channel.close();
        } else if (!last) {
            answering = false;
            begun = false;
            stream = null;
            deadline.idle();
            channel.read();
        } else if (channel instanceof DuplexChannel socket) {
            deadline.lingering();
            socket.shutdownOutput();
            socket.config().setAutoRead(true);
        } else {
            channel.close();
        }
    }
}
