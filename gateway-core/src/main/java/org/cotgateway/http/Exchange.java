package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, as a route sees them. One of the methods that answer must be called once: {@link #empty},
 * {@link #document}, {@link #problem}, {@link #body}, {@link #stream} or {@link #upgrade}. Loop-only.
 */
public final class Exchange {

    private final HttpRequest request;
    private final RequestTarget target;
    private final Map<String, String> pathParameters;
    private final AnswerWriter answers;
    private final @Nullable BodyIntake intake;
    private final HttpHeaders answerHeaders =
            DefaultHttpHeadersFactory.headersFactory().newHeaders();

    /**
     * @param intake lets the body in; null if it is thrown away
     */
    Exchange(
            HttpRequest request,
            RequestTarget target,
            Map<String, String> pathParameters,
            AnswerWriter answers,
            @Nullable BodyIntake intake) {
        this.request = request;
        this.target = target;
        this.pathParameters = pathParameters;
        this.answers = answers;
        this.intake = intake;
    }

    public HttpMethod method() {
        return request.method();
    }

    public boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    public RequestTarget target() {
        return target;
    }

    /**
     * A parameter of the path, decoded and not empty.
     *
     * @throws IllegalArgumentException if the route's template has none of this name
     */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    /** A header of the request, or null. */
    public @Nullable String requestHeader(CharSequence name) {
        return request.headers().get(name);
    }

    /** The client's address. */
    public InetAddress client() {
        return clientAddress().getAddress();
    }

    /** The client's address and port. */
    public InetSocketAddress clientAddress() {
        SocketAddress remote = answers.channel().remoteAddress();
        if (remote instanceof InetSocketAddress socket) {
            return socket;
        }
        InetSocketAddress accepted = answers.channel().attr(EarlyAnswers.CLIENT).get();
        return accepted != null ? accepted : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /**
     * Whether a page of another site asks. Who may ask is told by address, and a browser lends its own to whatever page is
     * open in it; but it says whose page it is ({@code Origin}).
     */
    public boolean isOfAnotherSite() {
        String origin = requestHeader(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return false;
        }
        try {
            String site = URI.create(origin).getRawAuthority();
            return site == null || !site.equalsIgnoreCase(requestHeader(HttpHeaderNames.HOST));
        } catch (IllegalArgumentException noAddress) {
            return true;
        }
    }

    /** The host that the request is meant for, as its client calls it. */
    RequestHost host() {
        return RequestHost.of(request).orElse(RequestHost.NONE);
    }

    /** The connection's loop. */
    public EventLoop loop() {
        return answers.channel().eventLoop();
    }

    /** For buffers of the answer. */
    public ByteBufAllocator allocator() {
        return answers.channel().alloc();
    }

    /** Whether there is still a client to answer. */
    public boolean isOpen() {
        return answers.channel().isActive();
    }

    /**
     * Takes the body of the request; for routes that take bodies. The client is told to send it, if it waits for that. A
     * {@code Content-Encoding} other than gzip and identity is answered with 415, one of which nobody says how long it is with
     * 411, and the receiver never called.
     *
     * @return whether the receiver will be called
     */
    public boolean receive(BodyReceiver receiver) {
        return intake().receive(receiver);
    }

    /** Lets nothing more of the body in until {@link #resumeBody}; what has come already may still be given. */
    public void pauseBody() {
        intake().pause();
    }

    /** Lets the body go on. */
    public void resumeBody() {
        intake().resume();
    }

    /**
     * What has come of the body is of use by itself, as an event of many is: who sends that is no stalled client, however little
     * it is. For receivers, best called once for each part.
     */
    public void bodyProgressed() {
        intake().progressed();
    }

    /** Sets a header of the answer. */
    public void header(CharSequence name, Object value) {
        answerHeaders.set(name, value);
    }

    /** Answers with a problem document. */
    public void problem(HttpResponseStatus status, String detail) {
        problem(status, detail, List.of());
    }

    /** Answers with a problem document that names what is wrong with the request. */
    public void problem(HttpResponseStatus status, String detail, List<Violation> violations) {
        answers.problem(status, answerHeaders, detail, violations);
    }

    /** Answers without a body. */
    public void empty(HttpResponseStatus status) {
        answers.empty(status, answerHeaders);
    }

    /** Answers with a document, or its length alone if only that is asked for. */
    public void document(HttpResponseStatus status, CharSequence contentType, byte[] document) {
        answerHeaders.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        answerHeaders.set(HttpHeaderNames.CONTENT_LENGTH, document.length);
        ByteBuf content = isHead() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(document);
        answers.full(status, answerHeaders, content);
    }

    /** Answers with a body. Takes the body over. */
    void body(HttpResponseStatus status, AnswerBody body, BodyObserver observer) {
        answerHeaders.set(HttpHeaderNames.CONTENT_LENGTH, body.length());
        answers.body(status, answerHeaders, body, observer);
    }

    /** Answers with a body whose length is not known yet; not for HEAD. */
    public AnswerStream stream(HttpResponseStatus status, CharSequence contentType, AnswerStream.Listener listener) {
        answerHeaders.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        return answers.stream(status, answerHeaders, listener);
    }

    /**
     * Answers with {@code 101 Switching Protocols} and gives the connection away: when the answer is written, HTTP's
     * handlers are gone from its pipeline, and nothing reads until the taker does. The server still counts and closes it.
     */
    public void upgrade(Consumer<Channel> taker) {
        answers.upgrade(answerHeaders, taker);
    }

    private BodyIntake intake() {
        if (intake == null) {
            throw new IllegalStateException("this route takes no bodies");
        }
        return intake;
    }

    /** Lets a request's body in. */
    interface BodyIntake {
        boolean receive(BodyReceiver receiver);

        void pause();

        void resume();

        void progressed();
    }
}
